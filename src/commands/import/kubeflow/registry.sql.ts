/** Resources as they were read: artifacts by the version that they were listed under, or by the place of the resource below which they stood. */
export const RESOURCES = `create table resource (seq bigint, kind varchar, id varchar, owner varchar, owner_seq bigint, model varchar,
  time bigint, is_archived bigint, json varchar, place varchar)`;

/** A registry tells the oldest first, and of equals the one of the smaller number. */
const BY_AGE = 'time, try_cast(id as double) nulls last, id';

/*  resource ──▶ single                                    one row of each id: the first; what is long stays where it is
 *           ──▶ model, version, environment, service     the versions of a model numbered from 1
 *           ──▶ artifact                                 those of a version numbered from 1; of some nothing says whose they are */
export const SORTED = [
  `create table told as select r.seq, r.kind, r.id, r.model, r.time, r.is_archived, hash(r.json) as h,
     case when r.kind = 'artifacts' then coalesce(v.id, r.owner) end as version
   from resource r left join (select seq, id from resource where kind = 'versions') v on v.seq = r.owner_seq`,
  `create table single as select kind, id, version, min(seq) as seq, max(seq) as last, arg_min(model, seq) as model, arg_min(time, seq) as time,
   arg_min(is_archived, seq) as is_archived, min(h) <> max(h) as is_odd from told where kind <> 'serves' group by kind, id, version`,
  `create table version as select seq, id, model, is_archived, row_number() over (partition by model order by ${BY_AGE}) as n
   from single where kind = 'versions'`,
  `create table artifact as select seq, version, row_number() over (partition by version order by ${BY_AGE}) as n
   from single where kind = 'artifacts' and version is not null`,
  `create table part as
     select seq as m, 0 as v, 0 as a, seq from single where kind = 'models'
     union all select m.seq, v.n, 0, v.seq from version v join single m on m.kind = 'models' and m.id = v.model
     union all select m.seq, v.n, a.n, a.seq from artifact a join version v on v.id = a.version join single m on m.kind = 'models' and m.id = v.model`,
];

/** An id that stands for two different things; the same one may come in several lists. */
export const TWICE = `select id, place from resource where seq = (select last from single where is_odd order by seq limit 1)`;

export const MISSING_MODELS = `select json, model from resource where seq = (
  select seq from single s where kind in ('versions', 'services') and not exists (select 1 from single m where m.kind = 'models' and m.id = s.model)
  order by kind desc, seq limit 1)`;

export const SERVICES = `select s.json, w.json from resource s
  join single on single.seq = s.seq and single.kind = 'services'
  left join (select model, coalesce(arg_max(id, n) filter (is_archived = 0), arg_max(id, n)) as id from version group by model) newest
    on newest.model = s.model
  left join version v on v.id = coalesce(nullif(json_extract_string(s.json, '$.modelVersionId'), ''), newest.id)
  left join resource w on w.seq = v.seq
  where s.kind = 'services' order by s.seq`;

export const ENVIRONMENTS = `select r.json from resource r join single s on s.seq = r.seq and s.kind = 'environments'
  where r.kind = 'environments' order by r.seq`;

/** Each model, behind it each of its versions, behind that each of its artifacts. */
export const EVERYTHING = `select r.kind, r.json from part p join resource r on r.seq = p.seq order by p.m, p.v, p.a`;

export const VERSION_IDS = `select distinct id from resource where kind = 'versions'`;

/** How many stand for nothing that is taken. */
export const LEFT_OVER = `select
  (select count(distinct id) from told t where kind = 'artifacts' and version is null
     and not exists (select 1 from told o where o.kind = 'artifacts' and o.id = t.id and o.version is not null)),
  (select count(*) from told where kind = 'serves'),
  (select count(*) from single where kind in ('models', 'environments'))`;
