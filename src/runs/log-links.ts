import type { Caller } from '../graph/caller.js';
import { selectEdgesInto, selectEdgesOutOf } from '../graph/edge.sql.js';
import { EdgeKind } from '../graph/edge-kind.js';
import type { Graph } from '../graph/graph.module.js';
import type { Transaction } from '../platform/database/transaction.js';
import { badInput, HeadwaterError } from '../platform/errors.js';
import { checkText } from './check-text.js';
import type { RunLinkInput } from './run-link.js';

type LinkKind = EdgeKind.INPUT | EdgeKind.OUTPUT;

/**
 * Draws what a locked run reads or makes. True when an edge or a role was new. Edges that are there already are left alone:
 * drawing one takes a lock that all who draw edges share.
 */
export async function logLinks(
  tx: Transaction,
  graph: Graph,
  caller: Caller,
  run: { readonly id: string; readonly name: string },
  kind: LinkKind,
  given: readonly RunLinkInput[],
): Promise<boolean> {
  if (given.length === 0) return false;
  const nodes = await graph.references.resolveAll(
    tx,
    caller.project,
    given.map((link) => link.ref),
  );
  const roles = await currentRoles(tx, run.id, kind);
  let changed = false;
  for (const [index, { ref, role }] of given.entries()) {
    const other = nodes[index]?.id ?? '';
    if (roles.has(other) && (role == null || roles.get(other) === role)) continue;
    if (role != null) checkText(`The role of ${ref}`, role, 250);
    const ends = kind === EdgeKind.INPUT ? { src: other, dst: run.id } : { src: run.id, dst: other };
    await connect(
      graph.writer.connect(tx, { ...ends, kind, runId: run.id, attributes: role == null ? {} : { role } }),
      kind,
      ref,
      run.name,
    );
    roles.set(other, role ?? undefined);
    changed = true;
  }
  return changed;
}

async function currentRoles(tx: Transaction, runId: string, kind: LinkKind): Promise<Map<string, unknown>> {
  const edges =
    kind === EdgeKind.INPUT ? await selectEdgesInto(tx, [runId], kind) : await selectEdgesOutOf(tx, [runId], kind);
  return new Map(edges.map((edge) => [kind === EdgeKind.INPUT ? edge.src : edge.dst, edge.attributes.role]));
}

/** Says which of the nodes can't be connected. */
async function connect(drawing: Promise<void>, kind: LinkKind, ref: string, run: string): Promise<void> {
  try {
    await drawing;
  } catch (error) {
    if (!(error instanceof HeadwaterError && error.code === 'BAD_USER_INPUT')) throw error;
    const reason =
      kind === EdgeKind.INPUT
        ? 'it is downstream of the run: made by it, or from what it made'
        : 'it is upstream of the run: read by it, or the source of what it read';
    throw badInput(`"${ref}" can't be an ${kind.toLowerCase()} of run "${run}", because ${reason}.`, {
      field: kind === EdgeKind.INPUT ? 'inputs' : 'outputs',
      found: ref,
    });
  }
}
