import { selectEdgesInto } from '../../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../../graph/edges/edge-kind.js';
import { drawEdges, endEdges } from '../../../graph/edges/many-edges.sql.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { type FacetRow, selectFacets } from './facet.sql.js';

type Columns = Readonly<Record<string, readonly string[]>>;
type Transformations = Readonly<Record<string, Columns>>;

/*   orders ──DERIVED_FROM {columns: {total: [price, amount]}}──▶ revenue      the columns of revenue, and those that they are made from
 *          {transformations: {total: {price: [DIRECT/AGGREGATION]}}}                and how, where that is said       */

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
    drawn.filter(({ src, dst, attributes }) => {
      const edge = wanted.get(`${src} ${dst}`);
      // To draw one again only adds attributes.
      const isForgotten = attributes.transformations !== undefined && edge?.transformations === undefined;
      return attributes.columns !== undefined && (edge === undefined || isForgotten);
    }),
  );
  await drawEdges(
    tx,
    [...wanted.values()].map(({ src, dst, columns, transformations }) => ({
      src,
      dst,
      kind: EdgeKind.DERIVED_FROM,
      attributes: { columns, ...(transformations && { transformations }) },
    })),
  );
}

interface ToldOfSource {
  readonly columns: Columns;
  readonly transformations?: Transformations | undefined;
}

interface WantedEdge extends ToldOfSource {
  readonly src: string;
  readonly dst: string;
}

function wantedEdges(rows: readonly FacetRow[]): ReadonlyMap<string, WantedEdge> {
  const wanted = new Map<string, WantedEdge>();
  for (const { nodeId: dst, content } of rows)
    for (const { from: src, ...told } of JSON.parse(content ?? '[]') as ({ from: string } & ToldOfSource)[]) {
      if (src === dst) continue;
      wanted.set(`${src} ${dst}`, { src, dst, ...both(wanted.get(`${src} ${dst}`), told) });
    }
  return wanted;
}

function both(a: ToldOfSource = { columns: {} }, b: ToldOfSource): ToldOfSource {
  const [one, other] = [a.transformations, b.transformations];
  return {
    columns: union(a.columns, b.columns, either),
    transformations: one && other ? union(one, other, (x, y) => union(x ?? {}, y ?? {}, either)) : (one ?? other),
  };
}

function either(a: readonly string[] = [], b: readonly string[] = []): readonly string[] {
  return [...new Set([...a, ...b])].sort();
}

type Named<Value> = Readonly<Record<string, Value>>;

function union<Value>(
  a: Named<Value>,
  b: Named<Value>,
  join: (x: Value | undefined, y: Value | undefined) => Value,
): Named<Value> {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  const of = (values: Named<Value>, name: string) => (Object.hasOwn(values, name) ? values[name] : undefined);
  return Object.fromEntries(names.map((name) => [name, join(of(a, name), of(b, name))]));
}
