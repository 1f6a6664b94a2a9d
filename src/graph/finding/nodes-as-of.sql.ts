import { type Queryable, statement } from '../../platform/database/queryable.js';

/** What the last change until then says of a field; of what is older than the log, what was written down first. Index: change_node_changed. */
function said(field: string, then: string, id = 'n.id'): string {
  const after = `c.details -> 'things' -> ${id}::text -> 'after'`;
  const found = (condition: string, order: string) =>
    `(select ${after} -> '${field}' from change_node f
        join change_seal s on s.position = f.position join change c on c.seq = s.seq
        where f.node_id = ${id} and f.changed and ${condition} order by f.position ${order} limit 1)`;
  return `coalesce(${found(`s.at <= ${then} and ${after} ? '${field}'`, 'desc')}, ${found(`s.at > ${then} and s.action = 'change:begin'`, 'asc')})`;
}

/** What registered it stands in the log until then; of what is older than the log, its own time says so. */
const registered = (then: string) => `n.created_at <= ${then} and coalesce((
        select s.at <= ${then} or s.action = 'change:begin' from change_node f join change_seal s on s.position = f.position
        where f.node_id = n.id and f.changed order by f.position limit 1), true)`;

/**
 * The nodes that there were at a time, with what was said of them then: what a replay of the log up to then gives. PostgreSQL looks up only
 * what is asked of them. Everything that was done by then must have its place in the log.
 */
export function nodesAsOf(then: string): string {
  const text = (field: string, id?: string) => `${said(field, then, id)} #>> '{}'`;
  // What belongs to a node goes with it, and the log tells only of that one: a version goes with its feature set, and that with its entity.
  const deleted = `coalesce(${text('deletedAt')}, (select coalesce(${text('deletedAt', 'p.id')}, ${text('deletedAt', 'p.parent_id')})
          from node p where p.id = n.parent_id))`;
  return `(select n.id, n.kind, n.project, n.parent_id, n.version, n.created_at, n.created_by, ${text('name')} as name, ${text('label')} as label,
      ${text('description')} as description, coalesce(nullif(${said('tags', then)}, 'null'), '{}') as tags, ${text('owner')} as owner,
      (${text('currentVersionId')})::uuid as current_version_id,
      case when n.deleted_at is not null then (${deleted})::timestamptz end as deleted_at
    from node n where ${registered(then)})`;
}

/** What was said of a node at a time. */
export interface NodeThen {
  readonly id: string;
  readonly name: string;
  readonly label: string | null;
  readonly description: string | null;
  readonly tags: Record<string, string>;
  readonly owner: string | null;
  readonly deletedAt: Date | null;
}

const THEN = statement(
  'nodes_then',
  `select n.id, n.name, n.label, n.description, n.tags, n.owner, n.deleted_at as "deletedAt" from ${nodesAsOf('$2::timestamptz')} n
   where n.id = any($1::uuid[])`,
);

/** What was said of nodes at a time, of those that there were. Indexes: primary key, change_node_changed. */
export function selectNodesThen(db: Queryable, ids: readonly string[], asOf: string): Promise<NodeThen[]> {
  return db.query<NodeThen>(THEN, [ids, asOf]);
}
