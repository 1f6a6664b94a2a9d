-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select a.id, a.model_id as "modelId", a.model_version_id as "modelVersionId", a.alias, a.valid_from as "validFrom",
  case when coalesce(a.valid_to, v.deleted_at) is not null then greatest(least(a.valid_to, v.deleted_at), a.valid_from) end as "validTo", a.set_by as "setBy",
  case when v.deleted_at < coalesce(a.valid_to, 'infinity') then v.deleted_by else a.ended_by end as "endedBy" from model_alias a join node v on v.id = a.model_version_id
where a.model_version_id = any($1) and a.valid_to is null and v.deleted_at is null order by a.alias;

select a.model_version_id as "modelVersionId", a.policy_id as "policyId", a.target_kind as "targetKind", a.target as "to", a.decision, a.roles,
  a.acknowledges_signature as "acknowledgesSignature", a.approved_by as by, a.vouched_by as "vouchedBy", a.approved_at as at, a.reason from promotion_approval a
where a.model_version_id = any($1) and ($2::timestamptz is null or a.approved_at <= $2) order by a.id;

select d.label as deployment, (e.attributes ->> 'trafficPercent')::int as "trafficPercent", e.valid_from as since
from edge e join node d on d.id = e.dst
where e.src = $1 and e.kind = 'BINDING' and e.valid_to is null and e.retired_at is null
  and ($2::text[] is null or d.project = any($2))
order by d.label, d.id limit 51;

select d.project, d.name, d.goal
from unnest($1::text[], $2::text[]) as w (project, name)
join metric_definition d on d.project = w.project and d.name = w.name;

select distinct on (g.target_kind, g.target) g.id, g.model_version_id as "modelVersionId", g.target_kind as "targetKind", g.target as "to", g.policy_id as "policyId",
  g.champion_id as "championId", g.verdict, g.results as rules, g.evaluated_at as "evaluatedAt", g.evaluated_by as "evaluatedBy" from gate_evaluation g
where g.model_version_id = $1
order by g.target_kind, g.target, g.evaluated_at desc, g.id desc
limit 100;

select e.src, e.dst, e.kind, e.run_id as "runId", e.attributes, e.valid_from as "validFrom", e.valid_to as "validTo" from edge e
where e.dst = any($1) and e.kind = $2 and e.valid_to is null and e.retired_at is null order by e.id;

select e.src, e.dst, e.kind, e.run_id as "runId", e.attributes, e.valid_from as "validFrom", e.valid_to as "validTo" from edge e
where e.dst = any($1) and e.kind = $2 and e.valid_to is null and e.retired_at is null order by e.id;

select e.src, e.dst, e.kind, e.run_id as "runId", e.attributes, e.valid_from as "validFrom", e.valid_to as "validTo" from edge e
where e.dst = any($1) and e.kind = $2 and e.valid_to is null and e.retired_at is null order by e.id;

select h.id, coalesce(h.to_version_id, h.from_version_id) as "modelVersionId", h.deployment_id as "deploymentId", h.kind,
  coalesce(d.label, h.name) as name, case when h.kind = 'ALIAS' then f.label else h.from_value end as "from",
  case when h.kind = 'ALIAS' then t.label else h.to_value end as "to", h.at, h.by, h.reason, h.overridden, h.of
from unnest($1::uuid[]) as w (id)
cross join lateral (
  select m.*, w.id as of from (
    (select m.* from registry_move m where m.to_version_id = w.id and ($2::text[] is null or m.kind = any($2)) and ($3::timestamptz is null or m.at <= $3) and ($4::bigint is null or m.id < $4) order by m.id desc limit $5)
    union
    (select m.* from registry_move m where m.from_version_id = w.id and ($2::text[] is null or m.kind = any($2)) and ($3::timestamptz is null or m.at <= $3) and ($4::bigint is null or m.id < $4) order by m.id desc limit $5)
  ) m order by m.id desc limit $5
) h
left join node f on f.id = h.from_version_id
left join node t on t.id = h.to_version_id
left join node d on d.id = h.deployment_id
order by h.id desc;

select model_version_id as "modelVersionId", stage from model_stage where model_version_id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14 from node n where n.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k join node n on n.id = k.id where k.id = any($1);

select n.id, coalesce(n.label, n.name) as label, coalesce(dv.digest, f.digest) as digest, dv.row_count::float8 as rows, n.created_at as "registeredAt",
  n.deleted_at is not null as deleted
from node n left join dataset_version dv on dv.id = n.id left join feature_set_version f on f.id = n.id
where n.id = any($1) and ($2::text[] is null or n.project = any($2))
order by coalesce(n.label, n.name), n.id limit 51;

select n.id, coalesce(n.label, n.name) as label, coalesce(dv.digest, f.digest) as digest, dv.row_count::float8 as rows, n.created_at as "registeredAt",
  n.deleted_at is not null as deleted
from node n left join dataset_version dv on dv.id = n.id left join feature_set_version f on f.id = n.id
where n.id = any($1) and ($2::text[] is null or n.project = any($2))
order by coalesce(n.label, n.name), n.id limit 51;

select n.id, n.label, v.ttl_seconds as "ttlSeconds",
  (select max(e.valid_from) from edge e where e.dst = n.id and e.kind = 'OUTPUT' and e.retired_at is null) as "writtenAt",
  s.count as "sourceCount", coalesce(s.labels[:10], '{}') as sources
from node n
join feature_set_version v on v.id = n.id
cross join lateral (
  select count(*)::int as count, array_agg(coalesce(d.label, d.name) order by d.label, d.id)
    filter (where $2::text[] is null or d.project = any($2)) as labels
  from edge e join node d on d.id = e.src
  where e.dst = n.id and e.kind = 'SOURCE' and e.valid_to is null and e.retired_at is null
) s
where n.id = any($1)
order by n.label, n.id limit 51;

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

select p.name, left(p.value, 1000) as value from run_parameter p where p.run_id = $1 order by p.name limit 51;

select v.id, s.id as "featureSetId", n.label, v.storage, v.ttl_seconds as "ttlSeconds", v.on_future_event as "onFutureEvent", v.features,
  en.name as entity, en.id as "entityId", e.join_keys as "joinKeys", n.deleted_at is not null as deleted,
  to_char(v.history_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "historyFrom", v.rows_dropped_at as "rowsDroppedAt",
  coalesce((
    select jsonb_object_agg(d.feature, jsonb_build_object('reason', d.reason, 'replacement', d.replacement))
    from feature_deprecation d where d.feature_set_version_id = v.id
  ), '{}') as deprecations
from feature_set_version v
join node n on n.id = v.id
join node s on s.id = n.parent_id
join node en on en.id = s.parent_id
join entity e on e.id = en.id
where v.id = any($1);

select v.id, s.id as "featureSetId", n.label, v.storage, v.ttl_seconds as "ttlSeconds", v.on_future_event as "onFutureEvent", v.features,
  en.name as entity, en.id as "entityId", e.join_keys as "joinKeys", n.deleted_at is not null as deleted,
  to_char(v.history_from at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "historyFrom", v.rows_dropped_at as "rowsDroppedAt",
  coalesce((
    select jsonb_object_agg(d.feature, jsonb_build_object('reason', d.reason, 'replacement', d.replacement))
    from feature_deprecation d where d.feature_set_version_id = v.id
  ), '{}') as deprecations
from feature_set_version v
join node n on n.id = v.id
join node s on s.id = n.parent_id
join node en on en.id = s.parent_id
join entity e on e.id = en.id
where v.id = any($1);

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

with recursive up (id) as (
  select $1::uuid
  union
  select e.src from up join edge e on e.dst = up.id and e.valid_to is null and e.retired_at is null
), looked as (select id from up offset 1 limit 2001)
select n.kind, coalesce(n.label, n.name) as label, n.deleted_at is not null as deleted
from looked l join node n on n.id = l.id and ($2::text[] is null or n.project = any($2)) and not n.logical
order by n.kind, coalesce(n.label, n.name), n.id;
