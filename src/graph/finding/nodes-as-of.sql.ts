import { type Queryable, statement } from '../../platform/database/queryable.js';
import { saidOf } from './said-of.sql.js';

/** The longest that a transaction lies behind the time that the log has of it: what is older than a time by so much was done by then. */
export const SETTLED = `interval '1 hour'`;

/** That it was registered by then: it has been there for long, or what registered it stands in the log until then; of what is older than the log, its own time says so. */
const registered = (
  then: string,
) => `n.created_at <= ${then} and ((n.kind <> 'RUN' and n.created_at < ${then} - ${SETTLED}) or coalesce((
        select s.at <= ${then} or s.action = 'change:begin' from change_node f join change_seal s on s.position = f.position
        where f.node_id = n.id and f.changed order by f.position limit 1), true))`;

/**
 * The nodes that there were at a time, with what was said of them then: what a replay of the log up to then gives. What was said before and never since
 * stands in the node, and only the rest is looked up in the log; PostgreSQL looks up only what is asked of them. Everything that was done by then must have
 * its place in the log. `source`: these nodes alone, all columns of them.
 */
export function nodesAsOf(then: string, source = 'node'): string {
  const since = (column: string) => `n.kind <> 'RUN' and coalesce(n.${column} < ${then} - ${SETTLED}, true)`;
  const unchanged = (column: string) => {
    if (column === 'current_version_id') return `n.kind <> 'FEATURE_SET' or (${since('said_at')})`;
    return since(column === 'name' || column === 'label' ? 'renamed_at' : 'said_at');
  };
  const said = (field: string, id = 'n.id') => saidOf(`'${field}'`, then, id);
  const text = (field: string, id?: string) => `${said(field, id)} #>> '{}'`;
  const was = (column: string, value: string) =>
    `case when ${unchanged(column)} then n.${column} else ${value} end as ${column}`;
  // What belongs to a node goes with it, and the log tells only of that one: a version goes with its feature set, and that with its entity.
  const deleted = `coalesce(${text('deletedAt')}, (select coalesce(${text('deletedAt', 'p.id')}, ${text('deletedAt', 'p.parent_id')})
          from node p where p.id = n.parent_id))`;
  // Only runs come back.
  const living = `(n.deleted_at is null and n.kind <> 'RUN')`;
  return `(select n.id, n.kind, n.project, n.parent_id, n.version, n.created_at, n.created_by, ${was('name', text('name'))}, ${was('label', text('label'))},
      ${was('description', text('description'))}, ${was('tags', `coalesce(nullif(${said('tags')}, 'null'), '{}')`)}, ${was('owner', text('owner'))},
      ${was('current_version_id', `(${text('currentVersionId')})::uuid`)},
      case when not ${living} then (${deleted})::timestamptz end as deleted_at, ${living} or (${deleted}) is null as lives
    from ${source} n where ${registered(then)})`;
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
