/** A document as it was read: what is told of each thing, and relations between things, both by URIs. */
export const DOCUMENT = `create table told (seq bigint, uri varchar, section varchar, is_implied bigint, is_own bigint, label varchar, attributes varchar);
  create table relation (seq bigint, name varchar, made varchar, source varchar, attributes varchar);
  create table taken (n bigint, kind varchar, name varchar, version bigint, told_as varchar);
  create table edge (seq bigint, src bigint, dst bigint, kind varchar, attributes varchar, is_late bigint);
  create table place (n bigint, position bigint)`;

export const EMPTY = 'delete from told; delete from relation';

/** What only relations speak of comes behind what is told. */
const RANK = '(is_implied * 1000000000000 + seq)';

/*  told ──▶ node: each thing once, numbered from 0          relation ──▶ rel: by these numbers
 *  rel ──▶ general: of which nothing else is told than that others specialise it; those are states of it
 *      ──▶ owner: the first agent of each thing  */
export const SORTED = [
  `create table node as select uri, row_number() over (order by rank) - 1 as n, rank, section, is_own from (
     select uri, min(${RANK}) as rank, arg_min(section, ${RANK}) as section, max(is_own) as is_own from told group by uri)`,
  `create table told_of as select n.n, t.seq, t.label, t.attributes from told t join node n on n.uri = t.uri
   where t.is_implied = 0 or ${RANK} = n.rank`,
  'drop table told',
  // One after the other: several large joins at once don't go into what the database may hold.
  'create table half_rel as select r.seq, r.name, r.made as made_uri, r.source as source_uri, r.attributes, m.n as made from relation r join node m on m.uri = r.made',
  'drop table relation',
  'create table rel as select r.*, s.n as source, s.is_own from half_rel r join node s on s.uri = r.source_uri',
  'drop table half_rel',
  `create table general as
     select source as n from rel where name = 'specializationOf' and is_own = 0
     except select made from rel where name not in ('wasAttributedTo', 'alternateOf')
     except select source from rel where name not in ('wasAttributedTo', 'alternateOf', 'specializationOf')`,
  `create table state as select made as n, source as general from (
     select made, arg_max(source, seq) as source from rel where name = 'specializationOf' and is_own = 0 group by made)
   where source in (select n from general)`,
  `create table owner as select made as n, arg_min(source, seq) as agent from rel
   where name in ('wasAttributedTo', 'wasAssociatedWith') group by made`,
  `create table agent as select o.of as n, n.uri, l.label from (select distinct agent as of from owner) o join node n on n.n = o.of
   left join (select n, arg_min(label, seq) as label from told_of where label is not null group by n) l on l.n = n.n`,
  `create table about as select n.n, n.uri, n.section, n.is_own, n.n in (select n from general) as is_general, g.uri as general,
     coalesce(a.label, a.uri) as owner, a.label is null as is_uri
   from node n left join state s on s.n = n.n left join node g on g.n = s.general left join owner w on w.n = n.n left join agent a on a.n = w.agent`,
];

export const COUNTED = 'select count(*) from node';

const TOLD = (order: string) => `select a.n, a.uri, a.section, a.is_own, t.attributes, a.general, a.owner, a.is_uri
  from told_of t join about a on a.n = t.n ${order}`;

/** What is to be taken, a row for each time that something is told of it. */
export const TOLD_IN_TURN = TOLD(
  `where a.is_own = 1 or (a.section <> 'agent' and not a.is_general) order by t.n, t.seq`,
);

/** The same in the order in which it can be made. */
export const TOLD_IN_ORDER = TOLD('join place p on p.n = t.n order by p.position, t.seq');

export const toldOfKinds = (kinds: readonly string[]) =>
  TOLD(`join place p on p.n = t.n join taken k on k.n = t.n and k.kind in (${kinds.map((kind) => `'${kind}'`).join(', ')})
  order by p.position, t.seq`);

/** What each end of a relation becomes, one end after the other. */
export const ENDS = `create table meaning as select a.n, a.is_own, case when not a.is_general then a.section end as section, t.kind
    from about a left join taken t on t.n = a.n;
  create table met as select r.seq, r.name, r.made_uri, r.source_uri, r.attributes, r.source, m.n, m.section, m.is_own, m.kind
    from rel r join meaning m on m.n = r.made`;

export const RELATIONS_IN_TURN = `select r.seq, r.name, r.made_uri, r.source_uri, r.attributes, r.n, r.section, r.is_own, r.kind, s.n, s.section, s.is_own, s.kind
  from met r join meaning s on s.n = r.source order by r.seq`;

/** What has to be there before what: that from which it was made, and the version before it. */
export const BEFORE = `select src, dst from edge where is_late = 0
  union all (select * from (select n, lead(n) over (partition by kind, name order by version) as next from taken where version is not null) where next is not null)`;

/** What is not taken has no place. */
export const ONLY_TAKEN = 'delete from place where n not in (select n from taken)';

export const uriOf = (n: number) => `select uri from node where n = ${n}`;

const EDGES = `select e.src, e.dst, e.kind, e.attributes, t.kind, t.name from edge e join taken t on t.n = e.src`;

/** Into what is made, in the order of that. */
export const EDGES_IN_ORDER = `${EDGES} join place p on p.n = e.dst order by p.position, e.seq`;

export const LATE_EDGES = `select e.src, e.dst, e.kind, e.attributes, t.kind, t.name, t.told_as, u.kind, u.name, u.told_as
  from edge e join taken t on t.n = e.src join taken u on u.n = e.dst where e.is_late = 1 order by e.seq`;

export const KINDS = 'select kind, count(*) from taken group by kind order by min(n)';
