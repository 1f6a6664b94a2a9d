-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select e.src, e.dst, e.kind, e.run_id as "runId", e.attributes, e.valid_from as "validFrom", e.valid_to as "validTo"
from unnest($1::uuid[]) as inside (id)
join edge e on e.src = inside.id
join unnest($1::uuid[]) as other (id) on other.id = e.dst
where e.valid_from <= $2::timestamptz and (e.valid_to is null or e.valid_to > $2::timestamptz) and e.retired_at is null
order by e.id;

select k.id, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k where k.id = any($1);

select k.id, k."id" as k0, k."digest" as k1, k."location" as k2, k."columns" as k3, k."row_count" as k4, k."byte_count" as k5 from dataset_version k where k.id = any($1);

select k.id, k."id" as k0, k."digest" as k1, k."location" as k2, k."columns" as k3, k."row_count" as k4, k."byte_count" as k5 from dataset_version k where k.id = any($1);

select k.id, k."id" as k0, k."endpoint" as k1 from deployment k where k.id = any($1);

select k.id, k."id" as k0, k."storage" as k1, k."digest" as k2, k."features" as k3, k."ttl_seconds" as k4, k."on_future_event" as k5, k."keep_history_for" as k6, k."history_from" as k7, k."rows_dropped_at" as k8, k."transformation" as k9 from feature_set_version k where k.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14 from node n where n.id = any($1);

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14 from node n where n.id = any($1);

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

select wrote.src as maker, wrote.dst as made, told.any as "isTold", told.whole as "isToldWhole",
  case when told.any then array(
    select took.src from edge took
    where took.dst = wrote.src and took.kind = 'INPUT' and took.valid_from <= $2::timestamptz and (took.valid_to is null or took.valid_to > $2::timestamptz) and took.retired_at is null and not exists (
      select from edge e where e.src = took.src and e.dst = wrote.dst and e.kind in ('DERIVED_FROM', 'SOURCE', 'SIGNATURE', 'TRAINED_ON') and e.valid_from <= $2::timestamptz and (e.valid_to is null or e.valid_to > $2::timestamptz) and e.retired_at is null
    )
  ) else '{}' end as uncovered
from unnest($1::uuid[]) as maker (id)
join edge wrote on wrote.src = maker.id and wrote.kind = 'OUTPUT' and wrote.valid_from <= $2::timestamptz and (wrote.valid_to is null or wrote.valid_to > $2::timestamptz) and wrote.retired_at is null
cross join lateral (
  select count(*) > 0 as any, coalesce(bool_or(e.kind = 'DERIVED_FROM'), false) as whole
  from edge e
  join edge took on took.src = e.src and took.dst = wrote.src and took.kind = 'INPUT' and took.valid_from <= $2::timestamptz and (took.valid_to is null or took.valid_to > $2::timestamptz) and took.retired_at is null
  where e.dst = wrote.dst and e.kind in ('DERIVED_FROM', 'SOURCE', 'SIGNATURE', 'TRAINED_ON') and e.valid_from <= $2::timestamptz and (e.valid_to is null or e.valid_to > $2::timestamptz) and e.retired_at is null
    and (e.attributes -> 'columns' <> '{}' or e.attributes ? 'features')
) told;

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
)
select whole.number as walk, array_to_json(whole.ids) as ids,
  level."levels", cut."hiddenAt", whole_line."src", whole_line."dst", whole_line."edgeKind", whole_line."runId", whole_line."attributes", whole_line."validFrom", whole_line."validTo"
from whole
left join level using (number)
left join cut using (number)
left join whole_line using (number)
order by whole.number;
