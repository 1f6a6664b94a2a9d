-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select d.project, d.name, d.goal
from unnest($1::text[], $2::text[]) as w (project, name)
join metric_definition d on d.project = w.project and d.name = w.name;

select n.id, n.project, n.name, n.parent_id as "parentId", n.description, n.tags, n.owner, n.created_at as "createdAt", n.created_by as "createdBy", n.deleted_at as "deletedAt", n.deleted_by as "deletedBy", n.delete_reason as "deleteReason", r.type, r.status, r.key, r.started_at as "startedAt", r.ended_at as "endedAt", r.message, r.reported_at as "reportedAt", r.lost_after as "lostAfterSeconds", r.code, r.environment
from node n join run r on r.id = n.id
where n.project = $1 and n.kind = 'RUN' and n.parent_id = $2 and r.project = $3 and r.type = 'TRAINING' and n.deleted_at is null
order by n.id desc
limit 6;

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

select o.id as "nodeId", l.* from unnest($1::uuid[]) with ordinality as o (id, place) cross join lateral (
  with recursive entry as (
    select 1 as n, left(a.path, a.until) as path, a.is_dir,
    left(a.path, a.until) || case when a.is_dir then '0' else chr(1) end as next, a.digest, a.size, a.content_type, a.created_at, a.created_by from (
    select *, slash > 0 as is_dir, case when slash > 0 then length($2::text) + slash - 1 else length(path) end as until
    from (
      select *, strpos(substr(path, length($2::text) + 1), '/') as slash
      from artifact where node_id = o.id and path >= $2::text and path >= $3::text and path < $4
      order by path limit 1
    ) f
  ) a
    union all
    select e.n + 1, a.* from entry e cross join lateral (select left(a.path, a.until) as path, a.is_dir,
    left(a.path, a.until) || case when a.is_dir then '0' else chr(1) end as next, a.digest, a.size, a.content_type, a.created_at, a.created_by from (
    select *, slash > 0 as is_dir, case when slash > 0 then length($2::text) + slash - 1 else length(path) end as until
    from (
      select *, strpos(substr(path, length($2::text) + 1), '/') as slash
      from artifact where node_id = o.id and path >= $2::text and path >= e.next and path < $4
      order by path limit 1
    ) f
  ) a) a where e.n < $5
  )
  select path, is_dir as "isDir", next,
    case when not is_dir then encode(digest, 'hex') end as digest, case when not is_dir then size::float8 end as size,
    case when not is_dir then content_type end as "contentType", case when not is_dir then created_at end as "createdAt",
    case when not is_dir then created_by end as "createdBy", n
  from entry
) l
order by o.place, l.n;

select run_id as "runId", project, name, value, step::float8 as step, time::text, coalesce(first_value, value) as first,
  min_value as min, max_value as max
from run_metric
where run_id = any($1) and ($2 or not starts_with(name, 'system/')) and ($3::text[] is null or name = any($3))
order by run_id, name;
