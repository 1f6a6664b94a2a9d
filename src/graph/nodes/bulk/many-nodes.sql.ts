import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { changeNotes } from '../changes/change-notes.js';
import type { NewNode } from '../storage/node.sql.js';

/** What tells living nodes of a project apart. */
export interface LabelledNode {
  readonly kind: string;
  readonly label: string;
}

const HOLD_BY_LABELS = statement(
  'hold_nodes_by_label',
  `select n.id, n.kind, n.label
   from unnest($2::text[], $3::text[]) as wanted (kind, label)
   join node n on n.project = $1 and n.label = wanted.label and n.kind = wanted.kind and n.deleted_at is null
   order by n.id
   for key share of n`,
);

/** The living nodes with these labels, held so that none is deleted before the transaction ends. Index: node_label. */
export function holdByLabels(
  db: Queryable,
  project: string,
  wanted: readonly LabelledNode[],
): Promise<(LabelledNode & { readonly id: string })[]> {
  return db.query(HOLD_BY_LABELS, [project, wanted.map(({ kind }) => kind), wanted.map(({ label }) => label)]);
}

const INSERT_NODES = statement(
  'insert_nodes',
  `insert into node (id, kind, project, name, logical, label, created_by)
   select n.id, n.kind, $1, n.name, n.logical, n.label, $2
   from unnest($3::uuid[], $4::text[], $5::text[], $6::boolean[], $7::text[]) as n (id, kind, name, logical, label)
   order by n.label, n.kind
   on conflict (project, label, kind) where deleted_at is null do nothing
   returning id, kind, label, created_at as "createdAt"`,
);

/** What many new nodes share, and what each has; all of them stand at the top. */
export interface NewNodes {
  readonly project: string;
  readonly createdBy: string;
  readonly nodes: readonly (Pick<NewNode, 'id' | 'kind' | 'name' | 'logical'> & { readonly label: string })[];
}

/** Inserts nodes, in one order whoever does it; gives those whose labels no living node had. Index: node_label. */
export async function insertNodes(
  tx: Transaction,
  { project, createdBy, nodes }: NewNodes,
): Promise<(LabelledNode & { readonly id: string })[]> {
  const rows = await tx.query<LabelledNode & { id: string; createdAt: Date }>(INSERT_NODES, [
    project,
    createdBy,
    nodes.map(({ id }) => id),
    nodes.map(({ kind }) => kind),
    nodes.map(({ name }) => name),
    nodes.map(({ logical }) => logical),
    nodes.map(({ label }) => label),
  ]);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const notes = changeNotes(tx);
  for (const { id, kind, label, createdAt } of rows)
    notes.made(id, { kind, project, name: byId.get(id)?.name, label, createdBy, createdAt });
  return rows;
}
