-- What the operation asks of PostgreSQL, once its lookups are planned. `npm run golden` writes it anew.

select a.id, a.model_id as "modelId", a.model_version_id as "modelVersionId", a.alias, a.valid_from as "validFrom",
  case when coalesce(a.valid_to, v.deleted_at) is not null then greatest(least(a.valid_to, v.deleted_at), a.valid_from) end as "validTo", a.set_by as "setBy",
  case when v.deleted_at < coalesce(a.valid_to, 'infinity') then v.deleted_by else a.ended_by end as "endedBy" from model_alias a join node v on v.id = a.model_version_id
where a.model_version_id = any($1) and a.valid_to is null and v.deleted_at is null order by a.alias;

select count(*)::int as count from node n where n.project = $1 and n.kind = $2 and n.deleted_at is null and ((((((select m.metrics @> $3::jsonb from model_version m where m.id = n.id)))) or (((coalesce((select true from edge e join node f on f.id = e.src where e.dst = n.id and e.kind = 'TRAINED_ON'
and e.valid_to is null and e.retired_at is null
and (f.id = any($4::uuid[]) or f.parent_id = any($5::uuid[])) limit 1), false))))) and not coalesce((((coalesce((select s.stage from model_stage s where s.model_version_id = n.id), (select l.stages -> 0 ->> 'name' from stage_list l where l.project = $6::text order by l.id desc limit 1), 'None') = any($7::text[])))), false));

select n."id" as n0, n."kind" as n1, n."project" as n2, n."name" as n3, n."parent_id" as n4, n."version" as n5, n."label" as n6, n."description" as n7, n."tags" as n8, n."owner" as n9, n."created_at" as n10, n."created_by" as n11, n."deleted_at" as n12, n."deleted_by" as n13, n."delete_reason" as n14, k."id" as k0, k."artifact_uri" as k1, k."artifact_digest" as k2, k."artifact_format" as k3, k."artifact_bytes" as k4, k."metrics" as k5, k."request_inputs" as k6 from model_version k join node n on n.id = k.id where k.id = any($1);

select n.id, n.k0::text as k0, n.k1::text as k1
from (
  select n.id, (jsonb_path_query_first(r.metrics, $1::jsonpath) #>> '{}')::float8 as k0, n.version as k1
  from node n left join model_version r on r.id = n.id
  where n.project = $2
    and n.kind = $3
    and n.deleted_at is null
    and ((((((select m.metrics @> $4::jsonb from model_version m where m.id = n.id)))) or (((coalesce((select true from edge e join node f on f.id = e.src where e.dst = n.id and e.kind = 'TRAINED_ON'
   and e.valid_to is null and e.retired_at is null
   and (f.id = any($5::uuid[]) or f.parent_id = any($6::uuid[])) limit 1), false))))) and not coalesce((((coalesce((select s.stage from model_stage s where s.model_version_id = n.id), (select l.stages -> 0 ->> 'name' from stage_list l where l.project = $7::text order by l.id desc limit 1), 'None') = any($8::text[])))), false))
  offset 0
) n
order by n.k0 desc nulls last, n.k1 asc nulls last, n.id asc
limit 11;

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

select stages from stage_list where project = $1 and ($2::timestamptz is null or defined_at <= $2) order by id desc limit 1;

with fitting as materialized (
  select case when n.id is not null then coalesce((select s.stage from model_stage s where s.model_version_id = n.id), (select l.stages -> 0 ->> 'name' from stage_list l where l.project = $1::text order by l.id desc limit 1), 'None') collate "C" end as f0, (select array_agg(a.alias) from model_alias a where a.model_id = n.parent_id and a.model_version_id = n.id and a.valid_to is null) as f1, n.name as f2 from node n  where n.project = $2 and n.kind = $3 and n.deleted_at is null and ((((((select m.metrics @> $4::jsonb from model_version m where m.id = n.id)))) or (((coalesce((select true from edge e join node f on f.id = e.src where e.dst = n.id and e.kind = 'TRAINED_ON'
    and e.valid_to is null and e.retired_at is null
    and (f.id = any($5::uuid[]) or f.parent_id = any($6::uuid[])) limit 1), false))))) and not coalesce((((coalesce((select s.stage from model_stage s where s.model_version_id = n.id), (select l.stages -> 0 ->> 'name' from stage_list l where l.project = $1::text order by l.id desc limit 1), 'None') = any($7::text[])))), false))
)
(select 'stages' as counted, key, value, count(*)::int as count from (select null::text as key, f0::text as value from fitting) c
  where value is not null group by key, value order by count desc, value collate "C", key collate "C" limit 100)
union all (select 'aliases' as counted, key, value, count(*)::int as count from (select null::text as key, u.value from fitting cross join unnest(f1) u (value)) c
  where value is not null group by key, value order by count desc, value collate "C", key collate "C" limit 100)
union all (select 'models' as counted, key, value, count(*)::int as count from (select null::text as key, f2::text as value from fitting) c
  where value is not null group by key, value order by count desc, value collate "C", key collate "C" limit 100);
