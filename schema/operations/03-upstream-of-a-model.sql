-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select l.label, v.id, v.deleted_at is not null as deleted
from unnest($2::text[], $3::text[], $4::text[]) as l (label, model, alias)
join node m on m.project = $1 and m.label = l.model and m.kind = 'MODEL' and m.deleted_at is null
join model_alias a on a.model_id = m.id and a.alias = l.alias and a.valid_to is null
join node v on v.id = a.model_version_id;

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
  level."levels", cut."hiddenAt", whole_line."src", whole_line."dst", whole_line."edgeKind", whole_line."runId", whole_line."attributes", whole_line."validFrom", whole_line."validTo", fact."factOf", fact."kind", fact."project", fact."name", fact."version", fact."label", fact."description", fact."owner", fact."createdAt", fact."createdBy", fact."deletedAt"
from whole
left join level using (number)
left join cut using (number)
left join whole_line using (number)
left join fact using (number)
order by whole.number;
