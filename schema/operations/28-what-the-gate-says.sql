-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

COMMIT;

COMMIT;

START TRANSACTION;

START TRANSACTION;

select a.model_version_id as "modelVersionId", a.policy_id as "policyId", a.target_kind as "targetKind", a.target as "to", a.decision, a.roles,
  a.acknowledges_signature as "acknowledgesSignature", a.approved_by as by, a.vouched_by as "vouchedBy", a.approved_at as at, a.reason from promotion_approval a
where a.model_version_id = any($1) and ($2::timestamptz is null or a.approved_at <= $2) order by a.id;

select a.model_version_id as "modelVersionId", a.policy_id as "policyId", a.target_kind as "targetKind", a.target as "to", a.decision, a.roles,
  a.acknowledges_signature as "acknowledgesSignature", a.approved_by as by, a.vouched_by as "vouchedBy", a.approved_at as at, a.reason from promotion_approval a
where a.model_version_id = any($1) and ($2::timestamptz is null or a.approved_at <= $2) order by a.id;

select d.project, d.name, d.goal
from unnest($1::text[], $2::text[]) as w (project, name)
join metric_definition d on d.project = w.project and d.name = w.name;

select distinct s.label || ':' || (f.feature ->> 'name') as feature, p.reason
from edge e
join node s on s.id = e.src
cross join lateral jsonb_array_elements(e.attributes -> 'features') as f (feature)
join feature_deprecation p on p.feature_set_version_id = e.src and p.feature in ('', f.feature ->> 'name')
where e.dst = $1 and e.kind = 'SIGNATURE' and e.valid_to is null and e.retired_at is null
order by 1;

select distinct s.label || ':' || (f.feature ->> 'name') as feature, p.reason
from edge e
join node s on s.id = e.src
cross join lateral jsonb_array_elements(e.attributes -> 'features') as f (feature)
join feature_deprecation p on p.feature_set_version_id = e.src and p.feature in ('', f.feature ->> 'name')
where e.dst = $1 and e.kind = 'SIGNATURE' and e.valid_to is null and e.retired_at is null
order by 1;

select e.id as "edgeId", e.dst as "deploymentId", e.src as "modelVersionId", (e.attributes ->> 'trafficPercent')::int as "trafficPercent", e.valid_from as "validFrom", e.valid_to as "validTo",
  began.changed_by as "deployedBy", ended.changed_by as "endedBy"
from edge e
join deployment_change began on began.deployment_id = e.dst and began.changed_at = e.valid_from
left join deployment_change ended on ended.deployment_id = e.dst and ended.changed_at = e.valid_to
where e.dst = any($1) and e.kind = 'BINDING' and e.retired_at is null and e.valid_from <= $2::timestamptz and (e.valid_to is null or e.valid_to > $2::timestamptz)
order by (e.attributes ->> 'trafficPercent')::int desc, e.valid_from, e.src;

select e.src, e.dst, e.kind, e.run_id as "runId", e.attributes, e.valid_from as "validFrom", e.valid_to as "validTo" from edge e
where e.dst = any($1) and e.kind = $2 and e.valid_to is null and e.retired_at is null order by e.id;

select e.src, e.dst, e.kind, e.run_id as "runId", e.attributes, e.valid_from as "validFrom", e.valid_to as "validTo" from edge e
where e.dst = any($1) and e.kind = $2 and e.valid_to is null and e.retired_at is null order by e.id;

select e.src, e.dst, e.kind, e.run_id as "runId", e.attributes, e.valid_from as "validFrom", e.valid_to as "validTo" from edge e
where e.dst = any($1) and e.kind = $2 and e.valid_to is null and e.retired_at is null order by e.id;

select e.src, e.dst, e.kind, e.run_id as "runId", e.attributes, e.valid_from as "validFrom", e.valid_to as "validTo" from edge e
where e.dst = any($1) and e.kind = $2 and e.valid_to is null and e.retired_at is null order by e.id;

select g.id, g.model_version_id as "modelVersionId", g.target_kind as "targetKind", g.target as "to", g.policy_id as "policyId",
  g.champion_id as "championId", g.verdict, g.results as rules, g.evaluated_at as "evaluatedAt", g.evaluated_by as "evaluatedBy", g.digest from gate_evaluation g
where g.model_version_id = $1 and g.target_kind = $2 and g.target = $3
order by g.evaluated_at desc, g.id desc limit 1;

select g.id, g.model_version_id as "modelVersionId", g.target_kind as "targetKind", g.target as "to", g.policy_id as "policyId",
  g.champion_id as "championId", g.verdict, g.results as rules, g.evaluated_at as "evaluatedAt", g.evaluated_by as "evaluatedBy", g.digest from gate_evaluation g
where g.model_version_id = $1 and g.target_kind = $2 and g.target = $3
order by g.evaluated_at desc, g.id desc limit 1;

select h.id, coalesce(h.to_version_id, h.from_version_id) as "modelVersionId", h.deployment_id as "deploymentId", h.kind,
  coalesce(d.label, h.name) as name, case when h.kind = 'ALIAS' then f.label else h.from_value end as "from",
  case when h.kind = 'ALIAS' then t.label else h.to_value end as "to", h.at, h.by, h.reason, h.overridden, h.of
from unnest($1::uuid[]) as w (id)
cross join lateral (select m.*, w.id as of from registry_move m where m.model_id = w.id and ($2::text[] is null or m.kind = any($2)) and ($3::timestamptz is null or m.at <= $3) and ($4::bigint is null or m.id < $4) order by m.id desc limit $5) h
left join node f on f.id = h.from_version_id
left join node t on t.id = h.to_version_id
left join node d on d.id = h.deployment_id
order by h.id desc;

select id from node where id = any($1) and deleted_at is null order by id for key share;

select id from node where id = any($1) and deleted_at is null order by id for key share;

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14 from node n where n.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."endpoint" as k1 from deployment k join node n on n.id = k.id where k.id = any($1);

select n.created_by as by from node n where n.id = $1
union
select r.created_by from edge e join node r on r.id = e.src
where e.dst = $1 and e.kind = 'OUTPUT' and e.valid_to is null and e.retired_at is null;

select n.created_by as by from node n where n.id = $1
union
select r.created_by from edge e join node r on r.id = e.src
where e.dst = $1 and e.kind = 'OUTPUT' and e.valid_to is null and e.retired_at is null;

select n.label as ref, n.id, n.kind, n.label, true as exact, false as deleted
from node n
where n.project = $1 and n.label = any($2) and n.deleted_at is null
union all
select p.label, v.id, v.kind, v.label, false, false
from node p
cross join lateral (
  select id, kind, label from node
  where parent_id = p.id and version is not null and deleted_at is null
    and (p.current_version_id is null or id = p.current_version_id)
  order by version desc limit 1
) v
where p.project = $1 and p.label = any($2) and p.deleted_at is null;

select n.label as ref, n.id, n.kind, n.label, true as exact, false as deleted
from node n
where n.project = $1 and n.label = any($2) and n.deleted_at is null
union all
select p.label, v.id, v.kind, v.label, false, false
from node p
cross join lateral (
  select id, kind, label from node
  where parent_id = p.id and version is not null and deleted_at is null
    and (p.current_version_id is null or id = p.current_version_id)
  order by version desc limit 1
) v
where p.project = $1 and p.label = any($2) and p.deleted_at is null;

select n.label as ref, n.id, n.kind, n.label, true as exact, false as deleted
from node n
where n.project = $1 and n.label = any($2) and n.deleted_at is null
union all
select p.label, v.id, v.kind, v.label, false, false
from node p
cross join lateral (
  select id, kind, label from node
  where parent_id = p.id and version is not null and deleted_at is null
    and (p.current_version_id is null or id = p.current_version_id)
  order by version desc limit 1
) v
where p.project = $1 and p.label = any($2) and p.deleted_at is null;

select n.label as ref, n.id, n.kind, n.label, true as exact, false as deleted
from node n
where n.project = $1 and n.label = any($2) and n.deleted_at is null
union all
select p.label, v.id, v.kind, v.label, false, false
from node p
cross join lateral (
  select id, kind, label from node
  where parent_id = p.id and version is not null and deleted_at is null
    and (p.current_version_id is null or id = p.current_version_id)
  order by version desc limit 1
) v
where p.project = $1 and p.label = any($2) and p.deleted_at is null;

select name, goal, description, defined_at as "definedAt", defined_by as "definedBy" from metric_definition where project = $1 and ($2::text is null or name > $2) order by name limit $3;

select p.id, p.model_id as "modelId", p.target_kind as "targetKind", p.target as "to", p.version, p.definition,
  p.defined_at as "definedAt", p.defined_by as "definedBy" from promotion_policy p
where p.model_id = $1 and p.target_kind = $2 and p.target = $3 and ($4::int is null or p.version = $4)
order by p.version desc limit 1;

select p.id, p.model_id as "modelId", p.target_kind as "targetKind", p.target as "to", p.version, p.definition,
  p.defined_at as "definedAt", p.defined_by as "definedBy" from promotion_policy p
where p.model_id = $1 and p.target_kind = $2 and p.target = $3 and ($4::int is null or p.version = $4)
order by p.version desc limit 1;

select reader_id as "readerId", deployment_id as "deploymentId",
  coalesce(sum(count) filter (where minute > now() - interval '1 hour'), 0)::float8 as count, max(last_at) as "lastAt"
from served_lookup where reader_id = any($1)
group by reader_id, deployment_id;

select stages from stage_list where project = $1 and ($2::timestamptz is null or defined_at <= $2) order by id desc limit 1;

select stages from stage_list where project = $1 and ($2::timestamptz is null or defined_at <= $2) order by id desc limit 1;

select v.id from node v left join model_stage s on s.model_version_id = v.id
where v.parent_id = $1 and v.deleted_at is null and (s.stage = $2 or (s.stage is null and $3))
order by v.version desc limit $4;

select v.id from node v left join model_stage s on s.model_version_id = v.id
where v.parent_id = $1 and v.deleted_at is null and (s.stage = $2 or (s.stage is null and $3))
order by v.version desc limit $4;

select w.id as of, d.id, d.kind, d.parent_id as parent, dv.row_count::float8 as rows, case when d.project = v.project then coalesce(d.label, d.name) end as label
from unnest($1::uuid[]) as w (id)
join node v on v.id = w.id
join edge e on e.dst = w.id and e.kind = 'TRAINED_ON' and e.valid_to is null and e.retired_at is null
join node d on d.id = e.src
left join dataset_version dv on dv.id = d.id
order by e.id;

select w.id as of, d.id, d.kind, d.parent_id as parent, dv.row_count::float8 as rows, case when d.project = v.project then coalesce(d.label, d.name) end as label
from unnest($1::uuid[]) as w (id)
join node v on v.id = w.id
join edge e on e.dst = w.id and e.kind = 'TRAINED_ON' and e.valid_to is null and e.retired_at is null
join node d on d.id = e.src
left join dataset_version dv on dv.id = d.id
order by e.id;

select w.id as of, d.id, d.kind, d.parent_id as parent, dv.row_count::float8 as rows, case when d.project = v.project then coalesce(d.label, d.name) end as label
from unnest($1::uuid[]) as w (id)
join node v on v.id = w.id
join edge e on e.dst = w.id and e.kind = 'TRAINED_ON' and e.valid_to is null and e.retired_at is null
join node d on d.id = e.src
left join dataset_version dv on dv.id = d.id
order by e.id;

select w.id as of, d.id, d.kind, d.parent_id as parent, dv.row_count::float8 as rows, case when d.project = v.project then coalesce(d.label, d.name) end as label
from unnest($1::uuid[]) as w (id)
join node v on v.id = w.id
join edge e on e.dst = w.id and e.kind = 'TRAINED_ON' and e.valid_to is null and e.retired_at is null
join node d on d.id = e.src
left join dataset_version dv on dv.id = d.id
order by e.id;

select w.id as of, r.id, n.name, coalesce((select jsonb_object_agg(m.name, m.value) from run_metric m where m.run_id = r.id and m.name = any($2)), '{}') as metrics, coalesce((
    select json_agg(json_build_object('id', d.id, 'kind', d.kind, 'rows', dv.row_count, 'parent', d.parent_id,
      'label', case when d.project = v.project then coalesce(d.label, d.name) end) order by d.label, d.id)
    from edge e join node d on d.id = e.src and d.kind in ('DATASET', 'DATASET_VERSION', 'FEATURE_SET', 'FEATURE_SET_VERSION')
    left join dataset_version dv on dv.id = d.id
    where e.dst = r.id and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null and true), '[]') as data
from unnest($1::uuid[]) as w (id)
join node v on v.id = w.id
cross join lateral (
  select r.id, r.ended_at from edge e join run r on r.id = e.dst and r.type = 'EVALUATION' and r.status = 'SUCCEEDED'
  where e.src = w.id and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null and not coalesce(e.attributes ->> 'role', '') ~* '^(baseline|champion|reference|control|comparison)'
    and not exists (
      select from edge o join node m on m.id = o.src and m.kind = 'MODEL_VERSION'
      where o.dst = r.id and o.kind = 'INPUT' and o.valid_to is null and o.retired_at is null and o.src <> w.id
        and not coalesce(o.attributes ->> 'role', '') ~* '^(baseline|champion|reference|control|comparison)'
    )
  order by r.ended_at desc, r.id desc limit 100
) r
join node n on n.id = r.id and n.deleted_at is null
order by r.ended_at desc, r.id desc;

select w.id as of, r.id, n.name, coalesce((select jsonb_object_agg(m.name, m.value) from run_metric m where m.run_id = r.id and m.name = any($2)), '{}') as metrics, coalesce((
    select json_agg(json_build_object('id', d.id, 'kind', d.kind, 'rows', dv.row_count, 'parent', d.parent_id,
      'label', case when d.project = v.project then coalesce(d.label, d.name) end) order by d.label, d.id)
    from edge e join node d on d.id = e.src and d.kind in ('DATASET', 'DATASET_VERSION', 'FEATURE_SET', 'FEATURE_SET_VERSION')
    left join dataset_version dv on dv.id = d.id
    where e.dst = r.id and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null and true), '[]') as data
from unnest($1::uuid[]) as w (id)
join node v on v.id = w.id
cross join lateral (
  select r.id, r.ended_at from edge e join run r on r.id = e.dst and r.type = 'EVALUATION' and r.status = 'SUCCEEDED'
  where e.src = w.id and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null and not coalesce(e.attributes ->> 'role', '') ~* '^(baseline|champion|reference|control|comparison)'
    and not exists (
      select from edge o join node m on m.id = o.src and m.kind = 'MODEL_VERSION'
      where o.dst = r.id and o.kind = 'INPUT' and o.valid_to is null and o.retired_at is null and o.src <> w.id
        and not coalesce(o.attributes ->> 'role', '') ~* '^(baseline|champion|reference|control|comparison)'
    )
  order by r.ended_at desc, r.id desc limit 100
) r
join node n on n.id = r.id and n.deleted_at is null
order by r.ended_at desc, r.id desc;

select w.id as of, r.id, n.name, coalesce((select jsonb_object_agg(m.name, m.value) from run_metric m where m.run_id = r.id and m.name = any($2)), '{}') as metrics, coalesce((
    select json_agg(json_build_object('id', d.id, 'kind', d.kind, 'rows', dv.row_count, 'parent', d.parent_id,
      'label', case when d.project = v.project then coalesce(d.label, d.name) end) order by d.label, d.id)
    from edge e join node d on d.id = e.src and d.kind in ('DATASET', 'DATASET_VERSION', 'FEATURE_SET', 'FEATURE_SET_VERSION')
    left join dataset_version dv on dv.id = d.id
    where e.dst = r.id and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null and true), '[]') as data
from unnest($1::uuid[]) as w (id)
join node v on v.id = w.id
cross join lateral (
  select r.id, r.ended_at from edge e join run r on r.id = e.dst and r.type = 'EVALUATION' and r.status = 'SUCCEEDED'
  where e.src = w.id and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null and not coalesce(e.attributes ->> 'role', '') ~* '^(baseline|champion|reference|control|comparison)'
    and not exists (
      select from edge o join node m on m.id = o.src and m.kind = 'MODEL_VERSION'
      where o.dst = r.id and o.kind = 'INPUT' and o.valid_to is null and o.retired_at is null and o.src <> w.id
        and not coalesce(o.attributes ->> 'role', '') ~* '^(baseline|champion|reference|control|comparison)'
    )
  order by r.ended_at desc, r.id desc limit 100
) r
join node n on n.id = r.id and n.deleted_at is null
order by r.ended_at desc, r.id desc;

select w.id as of, r.id, n.name, coalesce((select jsonb_object_agg(m.name, m.value) from run_metric m where m.run_id = r.id and m.name = any($2)), '{}') as metrics, coalesce((
    select json_agg(json_build_object('id', d.id, 'kind', d.kind, 'rows', dv.row_count, 'parent', d.parent_id,
      'label', case when d.project = v.project then coalesce(d.label, d.name) end) order by d.label, d.id)
    from edge e join node d on d.id = e.src and d.kind in ('DATASET', 'DATASET_VERSION', 'FEATURE_SET', 'FEATURE_SET_VERSION')
    left join dataset_version dv on dv.id = d.id
    where e.dst = r.id and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null and true), '[]') as data
from unnest($1::uuid[]) as w (id)
join node v on v.id = w.id
cross join lateral (
  select r.id, r.ended_at from edge e join run r on r.id = e.dst and r.type = 'EVALUATION' and r.status = 'SUCCEEDED'
  where e.src = w.id and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null and not coalesce(e.attributes ->> 'role', '') ~* '^(baseline|champion|reference|control|comparison)'
    and not exists (
      select from edge o join node m on m.id = o.src and m.kind = 'MODEL_VERSION'
      where o.dst = r.id and o.kind = 'INPUT' and o.valid_to is null and o.retired_at is null and o.src <> w.id
        and not coalesce(o.attributes ->> 'role', '') ~* '^(baseline|champion|reference|control|comparison)'
    )
  order by r.ended_at desc, r.id desc limit 100
) r
join node n on n.id = r.id and n.deleted_at is null
order by r.ended_at desc, r.id desc;

select w.id as of, r.id, r.name, r.created_by as by, coalesce((select jsonb_object_agg(m.name, m.value) from run_metric m where m.run_id = r.id and m.name = any($2)), '{}') as metrics,
  case when w.id = $3 then coalesce((
    select json_agg(json_build_object('id', d.id, 'kind', d.kind, 'rows', dv.row_count, 'parent', d.parent_id,
      'label', case when d.project = v.project then coalesce(d.label, d.name) end) order by d.label, d.id)
    from edge e join node d on d.id = e.src and d.kind in ('DATASET', 'DATASET_VERSION', 'FEATURE_SET', 'FEATURE_SET_VERSION')
    left join dataset_version dv on dv.id = d.id
    where e.dst = r.id and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null and not coalesce(e.attributes ->> 'role', '') ~* '(eval|valid|test|held|holdout)'), '[]') else '[]' end as data, coalesce((
    select json_agg(json_build_object('id', d.id, 'kind', d.kind, 'rows', dv.row_count, 'parent', d.parent_id,
      'label', case when d.project = v.project then coalesce(d.label, d.name) end) order by d.label, d.id)
    from edge e join node d on d.id = e.src and d.kind in ('DATASET', 'DATASET_VERSION', 'FEATURE_SET', 'FEATURE_SET_VERSION')
    left join dataset_version dv on dv.id = d.id
    where e.dst = r.id and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null and d.kind = 'DATASET_VERSION' and coalesce(e.attributes ->> 'role', '') ~* '(eval|valid|test|held|holdout)'), '[]') as "judgedBy"
from unnest($1::uuid[]) as w (id)
join node v on v.id = w.id
join edge e on e.dst = w.id and e.kind = 'OUTPUT' and e.valid_to is null and e.retired_at is null
join node r on r.id = e.src
order by e.id;

select w.id as of, r.id, r.name, r.created_by as by, coalesce((select jsonb_object_agg(m.name, m.value) from run_metric m where m.run_id = r.id and m.name = any($2)), '{}') as metrics,
  case when w.id = $3 then coalesce((
    select json_agg(json_build_object('id', d.id, 'kind', d.kind, 'rows', dv.row_count, 'parent', d.parent_id,
      'label', case when d.project = v.project then coalesce(d.label, d.name) end) order by d.label, d.id)
    from edge e join node d on d.id = e.src and d.kind in ('DATASET', 'DATASET_VERSION', 'FEATURE_SET', 'FEATURE_SET_VERSION')
    left join dataset_version dv on dv.id = d.id
    where e.dst = r.id and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null and not coalesce(e.attributes ->> 'role', '') ~* '(eval|valid|test|held|holdout)'), '[]') else '[]' end as data, coalesce((
    select json_agg(json_build_object('id', d.id, 'kind', d.kind, 'rows', dv.row_count, 'parent', d.parent_id,
      'label', case when d.project = v.project then coalesce(d.label, d.name) end) order by d.label, d.id)
    from edge e join node d on d.id = e.src and d.kind in ('DATASET', 'DATASET_VERSION', 'FEATURE_SET', 'FEATURE_SET_VERSION')
    left join dataset_version dv on dv.id = d.id
    where e.dst = r.id and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null and d.kind = 'DATASET_VERSION' and coalesce(e.attributes ->> 'role', '') ~* '(eval|valid|test|held|holdout)'), '[]') as "judgedBy"
from unnest($1::uuid[]) as w (id)
join node v on v.id = w.id
join edge e on e.dst = w.id and e.kind = 'OUTPUT' and e.valid_to is null and e.retired_at is null
join node r on r.id = e.src
order by e.id;

select w.id as of, r.id, r.name, r.created_by as by, coalesce((select jsonb_object_agg(m.name, m.value) from run_metric m where m.run_id = r.id and m.name = any($2)), '{}') as metrics,
  case when w.id = $3 then coalesce((
    select json_agg(json_build_object('id', d.id, 'kind', d.kind, 'rows', dv.row_count, 'parent', d.parent_id,
      'label', case when d.project = v.project then coalesce(d.label, d.name) end) order by d.label, d.id)
    from edge e join node d on d.id = e.src and d.kind in ('DATASET', 'DATASET_VERSION', 'FEATURE_SET', 'FEATURE_SET_VERSION')
    left join dataset_version dv on dv.id = d.id
    where e.dst = r.id and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null and not coalesce(e.attributes ->> 'role', '') ~* '(eval|valid|test|held|holdout)'), '[]') else '[]' end as data, coalesce((
    select json_agg(json_build_object('id', d.id, 'kind', d.kind, 'rows', dv.row_count, 'parent', d.parent_id,
      'label', case when d.project = v.project then coalesce(d.label, d.name) end) order by d.label, d.id)
    from edge e join node d on d.id = e.src and d.kind in ('DATASET', 'DATASET_VERSION', 'FEATURE_SET', 'FEATURE_SET_VERSION')
    left join dataset_version dv on dv.id = d.id
    where e.dst = r.id and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null and d.kind = 'DATASET_VERSION' and coalesce(e.attributes ->> 'role', '') ~* '(eval|valid|test|held|holdout)'), '[]') as "judgedBy"
from unnest($1::uuid[]) as w (id)
join node v on v.id = w.id
join edge e on e.dst = w.id and e.kind = 'OUTPUT' and e.valid_to is null and e.retired_at is null
join node r on r.id = e.src
order by e.id;

select w.id as of, r.id, r.name, r.created_by as by, coalesce((select jsonb_object_agg(m.name, m.value) from run_metric m where m.run_id = r.id and m.name = any($2)), '{}') as metrics,
  case when w.id = $3 then coalesce((
    select json_agg(json_build_object('id', d.id, 'kind', d.kind, 'rows', dv.row_count, 'parent', d.parent_id,
      'label', case when d.project = v.project then coalesce(d.label, d.name) end) order by d.label, d.id)
    from edge e join node d on d.id = e.src and d.kind in ('DATASET', 'DATASET_VERSION', 'FEATURE_SET', 'FEATURE_SET_VERSION')
    left join dataset_version dv on dv.id = d.id
    where e.dst = r.id and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null and not coalesce(e.attributes ->> 'role', '') ~* '(eval|valid|test|held|holdout)'), '[]') else '[]' end as data, coalesce((
    select json_agg(json_build_object('id', d.id, 'kind', d.kind, 'rows', dv.row_count, 'parent', d.parent_id,
      'label', case when d.project = v.project then coalesce(d.label, d.name) end) order by d.label, d.id)
    from edge e join node d on d.id = e.src and d.kind in ('DATASET', 'DATASET_VERSION', 'FEATURE_SET', 'FEATURE_SET_VERSION')
    left join dataset_version dv on dv.id = d.id
    where e.dst = r.id and e.kind = 'INPUT' and e.valid_to is null and e.retired_at is null and d.kind = 'DATASET_VERSION' and coalesce(e.attributes ->> 'role', '') ~* '(eval|valid|test|held|holdout)'), '[]') as "judgedBy"
from unnest($1::uuid[]) as w (id)
join node v on v.id = w.id
join edge e on e.dst = w.id and e.kind = 'OUTPUT' and e.valid_to is null and e.retired_at is null
join node r on r.id = e.src
order by e.id;

set local lock_timeout = 0;

set local lock_timeout = 0;

with recursive up (id) as (
  select $1::uuid
  union
  select e.src from up join edge e on e.dst = up.id and e.valid_to is null and e.retired_at is null and not (e.kind = 'INPUT' and coalesce(e.attributes ->> 'role', '') ~* '(eval|valid|test|held|holdout)')
), looked as (select id from up limit 100001)
select (select count(*)::int from looked) as count, coalesce((select array_agg(l.id) from looked l where l.id = any($2::uuid[])), '{}') as found,
  coalesce((
    select array_agg(distinct e.src) from edge e join looked l on l.id = e.dst
    where e.src = any($3::uuid[]) and e.valid_to is null and e.retired_at is null and e.kind <> 'VERSION_OF' and not (e.kind = 'INPUT' and coalesce(e.attributes ->> 'role', '') ~* '(eval|valid|test|held|holdout)')
  ), '{}') as loose;

with recursive up (id) as (
  select $1::uuid
  union
  select e.src from up join edge e on e.dst = up.id and e.valid_to is null and e.retired_at is null and not (e.kind = 'INPUT' and coalesce(e.attributes ->> 'role', '') ~* '(eval|valid|test|held|holdout)')
), looked as (select id from up limit 100001)
select (select count(*)::int from looked) as count, coalesce((select array_agg(l.id) from looked l where l.id = any($2::uuid[])), '{}') as found,
  coalesce((
    select array_agg(distinct e.src) from edge e join looked l on l.id = e.dst
    where e.src = any($3::uuid[]) and e.valid_to is null and e.retired_at is null and e.kind <> 'VERSION_OF' and not (e.kind = 'INPUT' and coalesce(e.attributes ->> 'role', '') ~* '(eval|valid|test|held|holdout)')
  ), '{}') as loose;
