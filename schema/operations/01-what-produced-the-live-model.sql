-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select a.id, a.model_id as "modelId", a.model_version_id as "modelVersionId", a.alias, a.valid_from as "validFrom",
  case when coalesce(a.valid_to, v.deleted_at) is not null then greatest(least(a.valid_to, v.deleted_at), a.valid_from) end as "validTo", a.set_by as "setBy",
  case when v.deleted_at < coalesce(a.valid_to, 'infinity') then v.deleted_by else a.ended_by end as "endedBy" from model_alias a join node v on v.id = a.model_version_id
where a.model_version_id = any($1) and a.valid_to is null and v.deleted_at is null order by a.alias;

select e.id as "edgeId", e.dst as "deploymentId", e.src as "modelVersionId", (e.attributes ->> 'trafficPercent')::int as "trafficPercent", e.valid_from as "validFrom", e.valid_to as "validTo",
  began.changed_by as "deployedBy", ended.changed_by as "endedBy"
from edge e
join deployment_change began on began.deployment_id = e.dst and began.changed_at = e.valid_from
left join deployment_change ended on ended.deployment_id = e.dst and ended.changed_at = e.valid_to
where e.dst = any($1) and e.kind = 'BINDING' and e.retired_at is null and e.valid_from <= $2::timestamptz and (e.valid_to is null or e.valid_to > $2::timestamptz)
order by (e.attributes ->> 'trafficPercent')::int desc, e.valid_from, e.src;

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

select k.id, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k where k.id = any($1);

select k.id, k."id" as k0, k."digest" as k1, k."location" as k2, k."columns" as k3, k."row_count" as k4, k."byte_count" as k5 from dataset_version k where k.id = any($1);

select k.id, k."id" as k0, k."join_keys" as k1 from entity k where k.id = any($1);

select k.id, k."id" as k0, k."storage" as k1, k."digest" as k2, k."features" as k3, k."ttl_seconds" as k4, k."on_future_event" as k5, k."keep_history_for" as k6, k."history_from" as k7, k."rows_dropped_at" as k8, k."transformation" as k9 from feature_set_version k where k.id = any($1);

select k.id, k."id" as k0, k."type" as k1, k."status" as k2, k."key" as k3, k."started_at" as k4, k."ended_at" as k5, k."message" as k6, k."reported_at" as k7, k."lost_after" as k8, k."code" as k9, k."environment" as k10 from run k where k.id = any($1);

select l.label, v.id, v.deleted_at is not null as deleted
from unnest($2::text[], $3::text[], $4::text[]) as l (label, model, alias)
join node m on m.project = $1 and m.label = l.model and m.kind = 'MODEL' and m.deleted_at is null
join model_alias a on a.model_id = m.id and a.alias = l.alias and a.valid_to is null
join node v on v.id = a.model_version_id;

select min(e.valid_from) as "firstAt", coalesce(bool_or(e.src = $2::uuid), false) as served
from edge e where e.dst = $1 and e.kind = 'BINDING' and e.retired_at is null;

select model_version_id as "modelVersionId", digest, node_count as "nodeCount", edge_count as "edgeCount", frozen_at as "frozenAt",
  octet_length(document)::float8 as bytes, case when octet_length(document) <= $2::int then document end as document
from frozen_lineage where model_version_id = any($1::uuid[]);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14 from node n where n.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."endpoint" as k1 from deployment k join node n on n.id = k.id where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."type" as k1, k."status" as k2, k."key" as k3, k."started_at" as k4, k."ended_at" as k5, k."message" as k6, k."reported_at" as k7, k."lost_after" as k8, k."code" as k9, k."environment" as k10 from run k join node n on n.id = k.id where k.id = any($1);

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

select run_id as "runId", name, value from run_parameter where run_id = any($1) order by run_id, name;

select s.number, s.key, h."values", h.event_time, h.ingest_time
from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) with ordinality as s (key, t, known_at, number)
cross join lateral (
  select "values", event_time, ingest_time from feature_history_1 h
  where h.key = s.key and h.event_time <= s.t and h.ingest_time <= s.known_at
  order by h.event_time desc, h.ingest_time desc limit 1
) h;

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

with recursive walk (number, depth, ids, visited, near, far, kind) as (
  select root.number, 0, root.ids, root.ids, lead.near, lead.far, lead.kind
  from (
    select number, array_agg(id order by id) as ids from unnest($1::uuid[], $6::int[]) as start (id, number) group by number
  ) root
  cross join lateral (
    select array_agg(f.n::int) as near, array_agg(e.src) as far, array_agg(e.kind) as kind
    from unnest(root.ids) with ordinality as f (id, n) join edge e on e.dst = f.id and e.valid_from <= $4::timestamptz and (e.valid_to is null or e.valid_to > $4::timestamptz) and e.retired_at is null
    where $2 > 0 and cardinality(root.ids) < $3
  ) lead
  union all
  select w.number, w.depth + 1, step.ids, w.visited || step.ids, lead.near, lead.far, lead.kind
  from walk w
  cross join lateral (
    select (array_agg(next.id order by next.id))[1 : $3 - cardinality(w.visited)] as ids
    from (
      select n.id from unnest(w.far) as n (id) where (w.depth > 0 or $7::uuid is null or n.id > $7::uuid) except select unnest(w.visited)
    ) next
  ) step
  cross join lateral (
    select array_agg(f.n::int) as near, array_agg(e.src) as far, array_agg(e.kind) as kind
    from unnest(step.ids) with ordinality as f (id, n) join edge e on e.dst = f.id and e.valid_from <= $4::timestamptz and (e.valid_to is null or e.valid_to > $4::timestamptz) and e.retired_at is null
    where w.depth + 1 < $2 and cardinality(w.visited) + cardinality(step.ids) < $3
  ) lead
  where w.depth < $2 and cardinality(w.visited) < $3 and step.ids is not null
    and clock_timestamp() < statement_timestamp() + $5 * interval '1 millisecond'
),
whole as materialized (
  select distinct on (number) number, visited as ids, ids as level, depth from walk order by number, depth desc
),
-- The place of a node among all of its walk, from 0.
member as materialized (
  select w.number, m.id, m.place::int - 1 as place from whole w cross join unnest(w.ids) with ordinality as m (id, place)
),
level as materialized (
  select number, json_agg(cardinality(ids) order by depth) as levels from walk group by number
),
whole_line as materialized (
  select number, json_agg(near) as dst, json_agg(far) as src, json_agg(kind) as "edgeKind", json_agg(run_id) as "runId",
    json_agg(attributes) as attributes, json_agg(valid_from) as "validFrom", json_agg(valid_to) as "validTo"
  from (
    select e.*, o.place as far
    from (
      select m.number, m.place as near, e.src as other, e.kind, e.run_id, e.attributes, e.valid_from, e.valid_to
      from member m join edge e on e.dst = m.id and e.valid_from <= $4::timestamptz and (e.valid_to is null or e.valid_to > $4::timestamptz) and e.retired_at is null
    ) e
    full join member o on o.number = e.number and o.id = e.other
    where coalesce(e.near, -1) >= 0 and coalesce(o.place, -1) >= 0
    order by e.number, e.near, o.place, e.kind
  ) inside
  group by number
),
fact as materialized (
  select number, found.*
  from whole cross join lateral (
    select json_agg(id) as "factOf",
      json_agg(kind) filter (where $8::int & 1 <> 0) as "kind",
      json_agg(project) filter (where $8::int & 2 <> 0) as "project",
      json_agg(name) filter (where $8::int & 4 <> 0) as "name",
      json_agg(version) filter (where $8::int & 8 <> 0) as "version",
      json_agg(coalesce(label, name)) filter (where $8::int & 16 <> 0) as "label",
      json_agg(description) filter (where $8::int & 32 <> 0) as "description",
      json_agg(owner) filter (where $8::int & 64 <> 0) as "owner",
      json_agg(created_at) filter (where $8::int & 128 <> 0) as "createdAt",
      json_agg(created_by) filter (where $8::int & 256 <> 0) as "createdBy",
      json_agg(deleted_at) filter (where $8::int & 512 <> 0) as "deletedAt"
    from node where id = any(whole.ids)
  ) found
)
select whole.number as walk, array_to_json(whole.ids) as ids,
  level."levels", whole_line."src", whole_line."dst", whole_line."edgeKind", whole_line."runId", whole_line."attributes", whole_line."validFrom", whole_line."validTo", fact."factOf", fact."kind", fact."project", fact."name", fact."version", fact."label", fact."description", fact."owner", fact."createdAt", fact."createdBy", fact."deletedAt"
from whole
left join level using (number)
left join whole_line using (number)
left join fact using (number)
order by whole.number;

with recursive walk (number, depth, ids, visited, near, far, kind) as (
  select root.number, 0, root.ids, root.ids, lead.near, lead.far, lead.kind
  from (
    select number, array_agg(id order by id) as ids from unnest($1::uuid[], $6::int[]) as start (id, number) group by number
  ) root
  cross join lateral (
    select array_agg(f.n::int) as near, array_agg(e.src) as far, array_agg(e.kind) as kind
    from unnest(root.ids) with ordinality as f (id, n) join edge e on e.dst = f.id and e.valid_from <= $4::timestamptz and (e.valid_to is null or e.valid_to > $4::timestamptz) and e.retired_at is null
    where $2 > 0 and cardinality(root.ids) < $3
  ) lead
  union all
  select w.number, w.depth + 1, step.ids, w.visited || step.ids, lead.near, lead.far, lead.kind
  from walk w
  cross join lateral (
    select (array_agg(next.id order by next.id))[1 : $3 - cardinality(w.visited)] as ids
    from (
      select n.id from unnest(w.far) as n (id) where (w.depth > 0 or $7::uuid is null or n.id > $7::uuid) except select unnest(w.visited)
    ) next
  ) step
  cross join lateral (
    select array_agg(f.n::int) as near, array_agg(e.src) as far, array_agg(e.kind) as kind
    from unnest(step.ids) with ordinality as f (id, n) join edge e on e.dst = f.id and e.valid_from <= $4::timestamptz and (e.valid_to is null or e.valid_to > $4::timestamptz) and e.retired_at is null
    where w.depth + 1 < $2 and cardinality(w.visited) + cardinality(step.ids) < $3
  ) lead
  where w.depth < $2 and cardinality(w.visited) < $3 and step.ids is not null
    and clock_timestamp() < statement_timestamp() + $5 * interval '1 millisecond'
),
whole as materialized (
  select distinct on (number) number, visited as ids, ids as level, depth from walk order by number, depth desc
),
-- The place of a node among all of its walk, from 0.
member as materialized (
  select w.number, m.id, m.place::int - 1 as place from whole w cross join unnest(w.ids) with ordinality as m (id, place)
),
-- The edges by the places of their ends; no place is far where the walk did not go.
drawn as (
  select e.number, e.depth, e.near, m.place as far, e.far as other, e.kind
  from (
    select w.number, w.depth, cardinality(w.visited) - cardinality(w.ids) + e.near - 1 as near, e.far, e.kind
    from walk w cross join unnest(w.near, w.far, w.kind) as e (near, far, kind)
    union all
    (select w.number, w.depth, cardinality(w.ids) - cardinality(w.level) + f.n::int - 1, e.src, e.kind
    from whole w cross join lateral unnest(w.level) with ordinality as f (id, n) join edge e on e.dst = f.id and e.valid_from <= $4::timestamptz and (e.valid_to is null or e.valid_to > $4::timestamptz) and e.retired_at is null
    where w.depth >= $2 or cardinality(w.ids) >= $3
    offset 0)
  ) e
  full join member m on m.number = e.number and m.id = e.far
  where coalesce(e.near, -1) >= 0
  offset 0
),
level as materialized (
  select number, json_agg(cardinality(ids) order by depth) as levels from walk group by number
),
cut as materialized (
  select number, json_agg(near) filter (where far is null and (depth > 0 or $7::uuid is null or other > $7::uuid)) as "hiddenAt"
  from drawn group by number
),
fact as materialized (
  select number, found.*
  from whole cross join lateral (
    select json_agg(id) as "factOf",
      json_agg(kind) filter (where $8::int & 1 <> 0) as "kind",
      json_agg(project) filter (where $8::int & 2 <> 0) as "project",
      json_agg(name) filter (where $8::int & 4 <> 0) as "name",
      json_agg(version) filter (where $8::int & 8 <> 0) as "version",
      json_agg(coalesce(label, name)) filter (where $8::int & 16 <> 0) as "label",
      json_agg(description) filter (where $8::int & 32 <> 0) as "description",
      json_agg(owner) filter (where $8::int & 64 <> 0) as "owner",
      json_agg(created_at) filter (where $8::int & 128 <> 0) as "createdAt",
      json_agg(created_by) filter (where $8::int & 256 <> 0) as "createdBy",
      json_agg(deleted_at) filter (where $8::int & 512 <> 0) as "deletedAt"
    from node where id = any(whole.ids)
  ) found
)
select whole.number as walk, array_to_json(whole.ids) as ids,
  level."levels", cut."hiddenAt", fact."factOf", fact."kind", fact."project", fact."name", fact."version", fact."label", fact."description", fact."owner", fact."createdAt", fact."createdBy", fact."deletedAt"
from whole
left join level using (number)
left join cut using (number)
left join fact using (number)
order by whole.number;
