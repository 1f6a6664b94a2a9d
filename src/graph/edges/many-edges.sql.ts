import { statement } from '../../platform/database/queryable.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { changeNotes } from '../nodes/changes/change-notes.js';
import { type EdgeRow, holdsFrom } from './edge.sql.js';
import type { EdgeKind } from './edge-kind.js';

/** An edge to draw or to end. */
export interface EdgeEnds {
  readonly src: string;
  readonly dst: string;
  readonly kind: EdgeKind;
}

export interface EdgeToDraw extends EdgeEnds {
  readonly runId?: string | undefined;
  readonly attributes?: Record<string, unknown> | undefined;
}

type DrawnEdge = Omit<EdgeRow, 'validTo'> & { readonly before: EdgeRow['attributes'] | null };

const DRAW_EDGES = statement(
  'draw_edges',
  `with wanted as (
     select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::jsonb[]) as w (src, dst, kind, run_id, attributes)
   ), known as materialized (
     select e.src, e.dst, e.kind, e.attributes
     from wanted w
     join edge e on e.src = w.src and e.dst = w.dst and e.kind = w.kind and e.valid_to is null and e.retired_at is null
   ), drawn as (
     insert into edge (src, dst, kind, run_id, attributes, valid_from)
     select w.src, w.dst, w.kind, w.run_id, w.attributes, ${holdsFrom('w.src', 'w.dst', 'w.kind')} from wanted w order by w.src, w.dst, w.kind
     on conflict (src, dst, kind) where valid_to is null and retired_at is null
     do update set attributes = edge.attributes || excluded.attributes where edge.attributes <> edge.attributes || excluded.attributes
     returning src, dst, kind, run_id, attributes, valid_from
   )
   select d.src, d.dst, d.kind, d.run_id as "runId", d.attributes, d.valid_from as "validFrom", k.attributes as before
   from drawn d
   left join known k on k.src = d.src and k.dst = d.dst and k.kind = d.kind`,
);

/**
 * Draws edges of which each has a logical end, so that none can close a cycle that is refused; drawing one again only adds attributes. No two may be
 * the same. Index: edge_current.
 */
export async function drawEdges(tx: Transaction, edges: readonly EdgeToDraw[]): Promise<void> {
  if (edges.length === 0) return;
  const rows = await tx.query<DrawnEdge>(DRAW_EDGES, [
    edges.map(({ src }) => src),
    edges.map(({ dst }) => dst),
    edges.map(({ kind }) => kind),
    edges.map(({ runId }) => runId ?? null),
    edges.map(({ attributes }) => JSON.stringify(attributes ?? {})),
  ]);
  const notes = changeNotes(tx);
  for (const { before, attributes, validFrom, ...edge } of rows)
    notes.changedEdge({
      ...edge,
      before: before && { attributes: before, validFrom },
      after: { attributes, validFrom },
    });
}

const END_EDGES = statement(
  'end_edges',
  `update edge e set valid_to = greatest(e.valid_from, date_trunc('milliseconds', now()))
   from unnest($1::uuid[], $2::uuid[], $3::text[]) as w (src, dst, kind)
   where e.src = w.src and e.dst = w.dst and e.kind = w.kind and e.valid_to is null and e.retired_at is null
   returning e.src, e.dst, e.kind, e.run_id as "runId", e.attributes, e.valid_from as "validFrom", e.valid_to as "validTo"`,
);

/** Ends edges that are valid no longer; what they were stays in the past. Index: edge_current. */
export async function endEdges(tx: Transaction, edges: readonly EdgeEnds[]): Promise<void> {
  if (edges.length === 0) return;
  const rows = await tx.query<EdgeRow>(END_EDGES, [
    edges.map(({ src }) => src),
    edges.map(({ dst }) => dst),
    edges.map(({ kind }) => kind),
  ]);
  const notes = changeNotes(tx);
  for (const { attributes, validFrom, validTo, ...edge } of rows)
    notes.changedEdge({ ...edge, before: { attributes, validFrom }, after: { attributes, validFrom, validTo } });
}
