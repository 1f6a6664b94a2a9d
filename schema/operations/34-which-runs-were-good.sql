-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

explain (format json)
with fits as materialized (select n.id from node n  where n.project = $2 and n.kind = 'RUN' and n.parent_id = $1), every as materialized (select r.id from run r where r.project = $3) select from fits, every;

select (
  select count(*)::int from (select from run_metric v where v.project = $1 and v.name = c.name and v.value between c.lowest and c.highest limit $5) few
) as found
from unnest($2::text[], $3::float8[], $4::float8[]) with ordinality as c (name, lowest, highest, position)
order by c.position;

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

with fitting as materialized (
  select n.id
  from node n
  where n.project = $1 and n.kind = 'RUN' and n.id = any(array(select n.id from node n  where n.project = $3 and n.kind = 'RUN' and n.parent_id = $2)) and ((coalesce((select v.value > $4::float8 and v.value < 'NaN'::float8 from run_metric v where v.run_id = n.id and v.project = $5 and v.name = $6), false)) or (coalesce((select true from run_metric v where v.run_id = n.id and v.project = $7 and v.name = $8), false) and coalesce((select r.type = 'TRAINING' from run r where r.id = n.id), false))) and not (coalesce((select r.status = any(array['FAILED', 'CANCELLED']::text[]) from run r where r.id = n.id), false)) and n.parent_id = $9 and n.deleted_at is null
)
(select 'TOTAL' as counted, null::text as key, null::text as value, count(*)::int as count from fitting);

with fitting as materialized (
  select r.type, r.status, n.created_by
  from node n join run r on r.id = n.id
  where n.project = $1 and n.kind = 'RUN' and n.id = any(array(select n.id from node n  where n.project = $3 and n.kind = 'RUN' and n.parent_id = $2)) and ((coalesce((select v.value > $4::float8 and v.value < 'NaN'::float8 from run_metric v where v.run_id = n.id and v.project = $5 and v.name = $6), false)) or (coalesce((select true from run_metric v where v.run_id = n.id and v.project = $7 and v.name = $8), false) and coalesce((select r.type = 'TRAINING' from run r where r.id = n.id), false))) and not (coalesce((select r.status = any(array['FAILED', 'CANCELLED']::text[]) from run r where r.id = n.id), false)) and n.parent_id = $9 and n.deleted_at is null
)
(select 'TYPE' as counted, key, value, count from (
  select null::text as key, type as value, count(*)::int as count from fitting group by 2
) c order by count desc, value collate "C", key collate "C" limit 100)
union all (select 'STATUS' as counted, key, value, count from (
  select null::text as key, status as value, count(*)::int as count from fitting group by 2
) c order by count desc, value collate "C", key collate "C" limit 100)
union all (select 'CREATED_BY' as counted, key, value, count from (
  select null::text as key, created_by as value, count(*)::int as count from fitting group by 2
) c order by count desc, value collate "C", key collate "C" limit 100);

with page as materialized (
  select * from (
  select n.id, n.name collate "C" as p0
  from node n
  where n.project = $1 and n.kind = 'RUN' and n.parent_id = $2 and n.deleted_at is null and ((coalesce((select v.value > $3::float8 and v.value < 'NaN'::float8 from run_metric v where v.run_id = n.id and v.project = $4 and v.name = $5), false)) or (coalesce((select true from run_metric v where v.run_id = n.id and v.project = $6 and v.name = $7), false) and coalesce((select r.type = 'TRAINING' from run r where r.id = n.id), false))) and not (coalesce((select r.status = any(array['FAILED', 'CANCELLED']::text[]) from run r where r.id = n.id), false))
  offset 0
) page
order by page.p0 asc nulls last, page.id asc
limit 11
)
select n.id, n.name, r.status, page.p0::text as p0
from page
join node n on n.id = page.id
join run r on r.id = page.id
order by page.p0 asc nulls last, page.id asc;
