import type { Queryable } from '../../../platform/database/queryable.js';
import { badInput } from '../../../platform/errors.js';
import { checkText } from '../../../platform/text/check-text.js';
import type { Caller } from '../../nodes/caller.js';
import type { NodeKind } from '../../nodes/kinds/node-kind.js';
import type { NodeFilter } from '../../nodes/lists/node-filter.input.js';
import type { References } from '../../references/references.js';
import { checkCount, checkShape } from './check-filter.js';
import { combined } from './filter-tree.js';
import { nodeConditions } from './node-conditions.sql.js';
import { type NodeTest, type SqlTest, someVersion } from './node-test.sql.js';

export interface FilterContext {
  readonly db: Queryable;
  readonly references: References;
  readonly caller: Caller;
  /** The kind that is listed. */
  readonly kind: NodeKind;
  /** Of what time it is asked; null: now. */
  readonly asOf: string | null;
  /** How many filters stand in filters of another kind, in all places together. */
  readonly within: { count: number };
}

/** What a room knows of its versions: the field that it adds to NodeFilter, and what that says as SQL about one of them. */
export interface VersionConditions {
  readonly field: string;
  readonly kind: NodeKind;
  readonly resolve: (value: never, context: FilterContext, path: string) => SqlTest | Promise<SqlTest>;
}

const OF_ANY: readonly string[] = [
  ...['and', 'or', 'not', 'includeDeleted', 'ids', 'names', 'nameStartsWith', 'nameContains', 'descriptionContains'],
  ...['hasDescription', 'tags', 'hasTags', 'owner', 'createdBy', 'createdFrom', 'createdBefore'],
  ...['updatedFrom', 'updatedBefore'],
];
const TEXTS = ['nameStartsWith', 'nameContains', 'descriptionContains', 'owner', 'createdBy'] as const;

/** Checks a filter and resolves its references. BAD_USER_INPUT for what such nodes can't be asked, NOT_FOUND for a reference that names nothing. */
export async function resolveNodeFilter(
  context: FilterContext,
  filter: NodeFilter,
  room: VersionConditions | undefined,
): Promise<NodeTest> {
  const resolved = new Map<NodeFilter, NodeTest[]>();
  for (const { filter: part, path } of checkShape(filter)) {
    const tests = [...(await ownTests(context, part, path)), ...(await roomTests(context, part, path, room))];
    resolved.set(
      part,
      tests.map((holds): NodeTest => ({ is: 'THAT', holds })),
    );
  }
  return { is: 'AND', of: [...(resolved.get(filter) ?? []), ...combined(filter, resolved)] };
}

async function ownTests({ db, references, caller, kind }: FilterContext, filter: NodeFilter, path: string) {
  for (const field of TEXTS) checkText(`${path}.${field}`, filter[field] ?? '', 1_000);
  for (const name of checkCount(`${path}.names`, filter.names ?? [], 1_000)) checkText(`${path}.names`, name, 256);
  for (const key of checkCount(`${path}.hasTags`, filter.hasTags ?? [], 10)) checkText(`${path}.hasTags`, key, 128);
  const ids = checkCount(`${path}.ids`, filter.ids ?? [], 1_000);
  const found = await references.resolveAll(db, caller.project, ids, [kind], { includeDeleted: true });
  return nodeConditions(filter, filter.ids == null ? undefined : found.map(({ id }) => id));
}

async function roomTests(
  context: FilterContext,
  filter: NodeFilter,
  path: string,
  room: VersionConditions | undefined,
): Promise<SqlTest[]> {
  const tests: SqlTest[] = [];
  for (const [field, value] of Object.entries(filter)) {
    if (value == null || OF_ANY.includes(field)) continue;
    if (field !== room?.field) {
      throw badInput(`${path}.${field} can not be asked in a list of ${context.kind}; ${saying(room)}.`, {
        field: `${path}.${field}`,
        found: field,
      });
    }
    const holds = await room.resolve(value as never, context, `${path}.${field}`);
    tests.push(context.kind === room.kind ? holds : someVersion(room.kind, holds));
  }
  return tests;
}

function saying(room: VersionConditions | undefined): string {
  return room === undefined ? 'leave it out' : `here it is ${room.field}`;
}
