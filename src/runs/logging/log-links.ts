import { selectEdgesInto, selectEdgesOutOf } from '../../graph/edges/edge.sql.js';
import { EdgeKind } from '../../graph/edges/edge-kind.js';
import type { Graph } from '../../graph/graph.js';
import { quoteName } from '../../graph/names/format-ref.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { resolveAcross } from '../../graph/references/resolve-across.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput } from '../../platform/errors.js';
import { checkText } from '../../platform/text/check-text.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
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
  const refs = given.map((link) => link.ref);
  // What a run reads may be of other projects; what it makes is of its own.
  const nodes =
    kind === EdgeKind.INPUT
      ? await resolveAcross(tx, graph.references, caller, refs)
      : await graph.references.resolveAll(tx, caller.project, refs);
  const roles = await currentRoles(tx, run.id, kind);
  let changed = false;
  for (const [index, { ref, role }] of given.entries()) {
    const other = nodes[index]?.id ?? '';
    if (roles.has(other) && (role == null || roles.get(other) === role)) continue;
    if (role != null) checkText(`${FIELDS[kind]}[${index}].role`, role, 250);
    const ends = kind === EdgeKind.INPUT ? { src: other, dst: run.id } : { src: run.id, dst: other };
    const edge = { ...ends, kind, runId: run.id, attributes: role == null ? {} : { role } };
    // The kernel's refusal knows neither the reference nor the run.
    await graph.writer.connect(tx, edge, () => cycle(kind, index, ref, run.name));
    roles.set(other, role ?? undefined);
    changed = true;
  }
  return changed;
}

const FIELDS = { [EdgeKind.INPUT]: 'inputs', [EdgeKind.OUTPUT]: 'outputs' } as const;

const REASONS = {
  [EdgeKind.INPUT]: 'it is the run itself, was made by it, or was made from what it made',
  [EdgeKind.OUTPUT]: 'it is the run itself, was read by it, or is the source of what it read',
} as const;

async function currentRoles(tx: Transaction, runId: string, kind: LinkKind): Promise<Map<string, unknown>> {
  const into = kind === EdgeKind.INPUT;
  const edges = into ? await selectEdgesInto(tx, [runId], kind) : await selectEdgesOutOf(tx, [runId], kind);
  return new Map(edges.map((edge) => [into ? edge.src : edge.dst, edge.attributes.role]));
}

function cycle(kind: LinkKind, index: number, ref: string, run: string): Error {
  return badInput(
    `${FIELDS[kind]}[${index}] ${inQuotes(ref)} can't be an ${kind.toLowerCase()} of run ${quoteName(run)}: ${REASONS[kind]}, so the lineage would go round in a circle.`,
    {
      field: `${FIELDS[kind]}[${index}]`,
      found: ref,
    },
  );
}
