import { selectEdgesInto } from '../../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../../graph/edges/edge-kind.js';
import { drawEdges, endEdges } from '../../../graph/edges/many-edges.sql.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { type FacetRow, selectFacets } from './facet.sql.js';

type Columns = Record<string, readonly string[]>;

/*   orders ──DERIVED_FROM {columns: {total: [price, amount]}}──▶ revenue      the columns of revenue, and those that they are made from  */

/**
 * Draws which columns datasets were made from, as all jobs that write them say now: each replaces what it said before. The row of what a job says was
 * written in this transaction, so that whoever says something of the same dataset by the same job waits; the datasets are locked.
 */
export async function drawColumns(tx: Transaction, datasets: readonly string[]): Promise<void> {
  if (datasets.length === 0) return;
  const wanted = wantedEdges(await selectFacets(tx, datasets, 'COLUMNS'));
  const drawn = await selectEdgesInto(tx, datasets, EdgeKind.DERIVED_FROM);
  await endEdges(
    tx,
    // Others may have drawn some for reasons of their own.
    drawn.filter(({ src, dst, attributes }) => attributes.columns !== undefined && !wanted.has(`${src} ${dst}`)),
  );
  await drawEdges(
    tx,
    [...wanted.values()].map(({ src, dst, columns }) => ({
      src,
      dst,
      kind: EdgeKind.DERIVED_FROM,
      attributes: { columns },
    })),
  );
}

interface WantedEdge {
  readonly src: string;
  readonly dst: string;
  readonly columns: Columns;
}

function wantedEdges(rows: readonly FacetRow[]): ReadonlyMap<string, WantedEdge> {
  const wanted = new Map<string, WantedEdge>();
  for (const { nodeId: dst, content } of rows)
    for (const { from: src, columns } of JSON.parse(content ?? '[]') as { from: string; columns: Columns }[]) {
      if (src === dst) continue;
      const known = wanted.get(`${src} ${dst}`)?.columns ?? {};
      wanted.set(`${src} ${dst}`, { src, dst, columns: union(known, columns) });
    }
  return wanted;
}

function union(a: Columns, b: Columns): Columns {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return Object.fromEntries(names.map((name) => [name, [...new Set([...of(a, name), ...of(b, name)])].sort()]));
}

function of(columns: Columns, name: string): readonly string[] {
  return Object.hasOwn(columns, name) ? (columns[name] ?? []) : [];
}
