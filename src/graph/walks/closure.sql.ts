import { type Queryable, type Statement, statement } from '../../platform/database/queryable.js';
import { failedPrecondition } from '../../platform/errors.js';
import type { WalkDirection } from './walk.sql.js';

/** As many nodes as a guard looks at in one request. */
const MOST_GUARDED = 1_000_000;

function closureStatement(name: string, near: 'src' | 'dst', far: 'src' | 'dst'): Statement {
  return statement(
    name,
    `with recursive closure (id) as (
       select $1::uuid
       union
       select e.${far} from closure c join edge e on e.${near} = c.id and e.valid_to is null and e.retired_at is null
     )
     select id from closure limit $2`,
  );
}

const CLOSURES = {
  UPSTREAM: closureStatement('closure_upstream', 'dst', 'src'),
  DOWNSTREAM: closureStatement('closure_downstream', 'src', 'dst'),
} as const;

/**
 * Everything upstream or downstream of a node now, the node included: for guards, which may not take a part for the whole. No depth and
 * no clock cuts it; what is too large is FAILED_PRECONDITION, beginning with `what`, and what takes too long a TIMEOUT.
 * Indexes: edge_upstream, edge_downstream.
 */
export async function selectWholeClosure(
  db: Queryable,
  direction: WalkDirection,
  root: string,
  what: string,
  most = MOST_GUARDED,
): Promise<string[]> {
  const rows = await db.query<{ id: string }>(CLOSURES[direction], [root, most + 1]);
  if (rows.length <= most) return rows.map(({ id }) => id);
  const where = direction === 'UPSTREAM' ? 'upstream' : 'downstream';
  throw failedPrecondition(
    `${what}: more than ${most.toLocaleString('en')} nodes lie ${where} of it, too many to look at all of them.`,
    { expected: most, incompleteBecause: 'NODE_LIMIT' },
  );
}
