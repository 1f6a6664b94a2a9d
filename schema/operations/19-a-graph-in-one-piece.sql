-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

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

select wanted.id as id, case when n.version is null then n.id else n.parent_id end as whole
from unnest($1::uuid[]) as wanted (id) join node n on n.id = wanted.id;

with recursive walk (number, depth, ids, visited, near, far, kind, open) as (
  select root.number, 0, root.ids, root.ids, lead.near, lead.far, lead.kind, lead.open
  from (
    select number, array_agg(id order by id) as ids from unnest($1::uuid[], $6::int[]) as start (id, number) group by number
  ) root
  cross join lateral (
    select array_agg(f.n::int) as near, array_agg(e.dst) as far, array_agg(e.kind) as kind, array_agg(f.open) as open
    from (select l.id, l.n, true as open from unnest(root.ids) with ordinality as l (id, n) offset 0) f cross join lateral (
      select case when o.version is null then o.id else o.parent_id end as dst, e.kind, null::uuid as run_id, null::jsonb as attributes, min(e.valid_from) as valid_from,
        case when bool_and(e.valid_to is not null) then max(e.valid_to) end as valid_to
      from (
        select f.id as id union all select v.id from node v where v.parent_id = f.id and v.version is not null
      ) member
      join edge e on e.src = member.id and e.valid_from <= $4::timestamptz and (e.valid_to is null or e.valid_to > $4::timestamptz) and e.retired_at is null
      join node o on o.id = e.dst
      where case when o.version is null then o.id else o.parent_id end <> f.id
      group by 1, 2
    ) e
    where $2 > 0 and cardinality(root.ids) < $3
  ) lead
  union all
  select w.number, w.depth + 1, step.ids, w.visited || step.ids, lead.near, lead.far, lead.kind, lead.open
  from walk w
  cross join lateral (
    select (array_agg(next.id order by next.id))[1 : $3 - cardinality(w.visited)] as ids
    from (
      select n.id from unnest(w.far, w.open) as n (id, open) where n.open and (w.depth > 0 or $7::uuid is null or n.id > $7::uuid) except select unnest(w.visited)
    ) next
  ) step
  cross join lateral (
    select array_agg(f.n::int) as near, array_agg(e.dst) as far, array_agg(e.kind) as kind, array_agg(f.open) as open
    from (select l.id, l.n, not exists (select from node v where v.id = l.id and (v.kind = any($9::text[]) or v.id = any($10::uuid[]))) as open from unnest(step.ids) with ordinality as l (id, n) offset 0) f cross join lateral (
      select case when o.version is null then o.id else o.parent_id end as dst, e.kind, null::uuid as run_id, null::jsonb as attributes, min(e.valid_from) as valid_from,
        case when bool_and(e.valid_to is not null) then max(e.valid_to) end as valid_to
      from (
        select f.id as id union all select v.id from node v where v.parent_id = f.id and v.version is not null
      ) member
      join edge e on e.src = member.id and e.valid_from <= $4::timestamptz and (e.valid_to is null or e.valid_to > $4::timestamptz) and e.retired_at is null
      join node o on o.id = e.dst
      where case when o.version is null then o.id else o.parent_id end <> f.id
      group by 1, 2
    ) e
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
  select e.number, e.depth, e.near, m.place as far, e.far as other, e.kind, e.open
  from (
    select w.number, w.depth, cardinality(w.visited) - cardinality(w.ids) + e.near - 1 as near, e.far, e.kind, e.open
    from walk w cross join unnest(w.near, w.far, w.kind, w.open) as e (near, far, kind, open)
    union all
    (select w.number, w.depth, cardinality(w.ids) - cardinality(w.level) + f.n::int - 1, e.dst, e.kind, f.open
    from whole w cross join lateral (select l.id, l.n, w.depth = 0 or not exists (select from node v where v.id = l.id and (v.kind = any($9::text[]) or v.id = any($10::uuid[]))) as open from unnest(w.level) with ordinality as l (id, n) offset 0) f cross join lateral (
      select case when o.version is null then o.id else o.parent_id end as dst, e.kind, null::uuid as run_id, null::jsonb as attributes, min(e.valid_from) as valid_from,
        case when bool_and(e.valid_to is not null) then max(e.valid_to) end as valid_to
      from (
        select f.id as id union all select v.id from node v where v.parent_id = f.id and v.version is not null
      ) member
      join edge e on e.src = member.id and e.valid_from <= $4::timestamptz and (e.valid_to is null or e.valid_to > $4::timestamptz) and e.retired_at is null
      join node o on o.id = e.dst
      where case when o.version is null then o.id else o.parent_id end <> f.id
      group by 1, 2
    ) e
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
cut_line as materialized (
  select number, json_agg(near) filter (where far is null and open and (depth > 0 or $7::uuid is null or other > $7::uuid)) as "hiddenAt",
    json_agg(near) filter (where far is not null) as "src",
    json_agg(far) filter (where far is not null) as "dst",
    json_agg(kind) filter (where far is not null) as "edgeKind"
  from drawn group by number
),
ahead as materialized (
  select number, json_agg(place) as "downstreamAt", json_agg(count) as "downstreamCounts"
  from (
    select number, place, count(*) as count from (select distinct number, place, other from (select number, near as place, other from drawn) edge) pair group by number, place
  ) each
  group by number
),
behind as materialized (
  select number, json_agg(place) as "upstreamAt", json_agg(count) as "upstreamCounts"
  from (
    select number, place, count(*) as count from (select distinct number, place, other from (select m.number, m.place, e.src as other from member m cross join lateral (
      select case when o.version is null then o.id else o.parent_id end as src, e.kind, null::uuid as run_id, null::jsonb as attributes, min(e.valid_from) as valid_from,
        case when bool_and(e.valid_to is not null) then max(e.valid_to) end as valid_to
      from (
        select m.id as id union all select v.id from node v where v.parent_id = m.id and v.version is not null
      ) member
      join edge e on e.dst = member.id and e.valid_from <= $4::timestamptz and (e.valid_to is null or e.valid_to > $4::timestamptz) and e.retired_at is null
      join node o on o.id = e.src
      where case when o.version is null then o.id else o.parent_id end <> m.id
      group by 1, 2
    ) e) edge) pair group by number, place
  ) each
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
  level."levels", cut_line."hiddenAt", cut_line."src", cut_line."dst", cut_line."edgeKind", ahead."downstreamAt", ahead."downstreamCounts", behind."upstreamAt", behind."upstreamCounts", fact."factOf", fact."kind", fact."project", fact."name", fact."version", fact."label", fact."description", fact."owner", fact."createdAt", fact."createdBy", fact."deletedAt"
from whole
left join level using (number)
left join cut_line using (number)
left join ahead using (number)
left join behind using (number)
left join fact using (number)
order by whole.number;
