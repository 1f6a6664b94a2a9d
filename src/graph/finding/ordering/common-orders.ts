import { updatedAt } from '../filters/node-conditions.sql.js';
import { type ListedKind, listsVersions, type OrderFact } from '../listed-kind.js';

/** Longer ones are told apart by no order: a cursor holds them. */
const LONGEST = 128;

/** When nodes were registered: their ids are made in that order, and decide it alone. */
export const CREATED = 'CREATED';
export const NAME = 'NAME';

/** What nodes of all kinds are ordered by, beside CREATED. Index: node_name. */
const COMMON_ORDERS: Readonly<Record<string, OrderFact>> = {
  [NAME]: { description: 'Their name.', of: 'node', type: 'text', value: (n) => `${n}.name collate "C"` },
  UPDATED: {
    description: 'When they were last changed, as the log of changes says.',
    of: 'node',
    type: 'timestamptz',
    value: (n, sql) => updatedAt(n, sql),
  },
  OWNER: { description: 'Their owner.', of: 'node', type: 'text', value: (n) => `${n}.owner collate "C"` },
  CREATED_BY: {
    description: 'Who registered them.',
    of: 'node',
    type: 'text',
    value: (n) => `${n}.created_by collate "C"`,
  },
  TAG: {
    description: `The value of the tag whose key is in \`name\`, by its first ${LONGEST} characters.`,
    of: 'node',
    type: 'text',
    named: true,
    value: (n, sql, name) => `left(${n}.tags ->> ${sql.add(name)}, ${LONGEST}) collate "C"`,
  },
};

const VERSION: OrderFact = {
  description: 'The number of the version.',
  of: 'version',
  type: 'bigint',
  value: (v) => `${v}.version`,
};

const LAST_VERSION: OrderFact = {
  description: 'When the version was registered.',
  of: 'version',
  type: 'timestamptz',
  value: (v) => `${v}.created_at`,
};

/** All that nodes are ordered by, beside CREATED; of a kind of which no more is known, what all have. */
export function ordersOf(listed: ListedKind | undefined): Readonly<Record<string, OrderFact>> {
  if (listed === undefined) return COMMON_ORDERS;
  const ofVersions = listsVersions(listed) ? { VERSION } : { VERSION, LAST_VERSION };
  return { ...COMMON_ORDERS, ...ofVersions, ...listed.versions.orders };
}
