import { readCompact } from '../graph/answer-graph.js';
import { ColumnLinks } from '../graph/column-links.js';
import type { ColumnLink, LineagePart } from '../graph/lineage-types.js';
import { type Trail, trailOfRow } from '../graph/trail.js';
import type { Ask } from './ask.js';

/** With `columns` what is reached from columns and features, else all that the columns of some nodes tell of each other. */
export const COLUMNS_QUERY = `query Columns($of: [Ref!]!, $depth: Int!, $limit: Int!, $asOf: DateTime, $columns: Boolean!) {
  lineage(of: $of, direction: BOTH, depth: $depth, limit: $limit, asOf: $asOf, columns: $columns) {
    compact(columns: true)
  }
}`;

const DEPTH = 100;
const LIMIT = 1_000;

/** Which columns and features of these nodes lead to which. */
export async function loadColumnLinks(
  ask: Ask,
  ids: readonly string[],
  asOf: string | undefined,
): Promise<readonly ColumnLink[]> {
  const of = ids.slice(0, LIMIT);
  return (await load(ask, { of, depth: 0, limit: of.length, asOf, columns: false })).columnLinks ?? [];
}

/** The whole way of a column or feature, also through what is not drawn. */
export async function loadRowTrail(ask: Ask, id: string, name: string, asOf: string | undefined): Promise<Trail> {
  const of = [`${id}:${quoted(name)}`];
  const { links, columnLinks = [] } = await load(ask, { of, depth: DEPTH, limit: LIMIT, asOf, columns: true });
  return trailOfRow(links, new ColumnLinks(links, columnLinks), id, name);
}

async function load(ask: Ask, question: object): Promise<LineagePart> {
  const { lineage } = await ask<{ lineage: { compact: unknown } }>(COLUMNS_QUERY, question);
  const part = readCompact(lineage.compact);
  if (part === undefined) throw new Error('The service told no graph.');
  return part;
}

/** As in any reference: a quotation mark within is written twice. */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
