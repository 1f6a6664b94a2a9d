import type { Danger, GuardLive } from '../../graph/guards/live-guard.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import type { GraphNode } from '../../graph/nodes/graph-node.js';
import type { NodeStore } from '../../graph/nodes/storage/node-store.js';
import { failedPrecondition, HeadwaterError } from '../../platform/errors.js';
import { placeLabel } from '../places/place-node.type.js';
import type { LiveInDanger } from './endangered.js';
import { findDependants } from './find-dependants.js';
import { findMemberReaders } from './find-member-readers.js';

const MOST_NAMED = 20;
const MOST_LISTED = 1_000;

/** Refuses what would break something live, unless somebody overrides that who may; then it is noted. */
export const guardLive: GuardLive = async (tx, graph, caller, danger) => {
  const { of, what, override } = danger;
  const found =
    'node' in of
      ? await findDependants(tx, graph.kinds, of.node, what)
      : await findMemberReaders(tx, graph.kinds, of.members, what);
  if (found.ids.length === 0) return;
  const nodes = graph.nodes.within(tx);
  const live = [...(await nodes.load(found.ids)).values()].sort((a, b) => (a.label < b.label ? -1 : 1));
  requireNoneGoes(danger, caller, live);
  if (override == null) throw await refusal(nodes, caller, danger, live, found);
  requireRightEverywhere(what, caller, live);
  changeNotes(tx).overrode(
    override.reason,
    live.map(({ node }) => node.id),
  );
};

/** What serves can't be deleted itself: it would go on serving without a name. */
function requireNoneGoes({ of, what }: Danger, caller: Caller, live: readonly GraphNode[]): void {
  if (!('node' in of && of.isDeleted)) return;
  const going = live.filter(({ node }) => node.id === of.node || node.parentId === of.node);
  if (going.length === 0) return;
  throw failedPrecondition(`${what}: ${namesOf(going, caller)} is live itself. Undeploy it first.`, {
    dependants: listed(going, caller),
  });
}

async function refusal(
  nodes: NodeStore,
  caller: Caller,
  { what, wayOut }: Danger,
  live: readonly GraphNode[],
  { nearestWay }: LiveInDanger,
): Promise<Error> {
  const way = (await nearestWay()) ?? [];
  const loaded = await nodes.load(way.map(({ id }) => id));
  const labels = way.map(({ id, member }) => {
    const node = loaded.get(id);
    return node !== undefined && sees(caller, node) ? placeLabel(node.label, member) : '(hidden)';
  });
  const told = labels.length === 0 ? '' : ` Reached by ${shortened(labels).join(' → ')}.`;
  return failedPrecondition(
    `${what}: ${namesOf(live, caller)} depends on it and is live.${told} ${wayOut} To do it all the same, say why with override: {reason: "…"}; it takes the right guard:override.`,
    { dependants: listed(live, caller), way: labels },
  );
}

/** Who overrides answers for whatever breaks, wherever that is. */
function requireRightEverywhere(what: string, caller: Caller, live: readonly GraphNode[]): void {
  const elsewhere = live.filter(({ project }) => !caller.may('guard:override', project));
  if (elsewhere.length === 0) return;
  throw new HeadwaterError(
    'FORBIDDEN',
    `${what}: ${namesOf(elsewhere, caller)} depends on it and is live, and you may not override that there: it takes the right guard:override in that project too.`,
    { action: 'guard:override', dependants: listed(elsewhere, caller) },
  );
}

function namesOf(live: readonly GraphNode[], caller: Caller): string {
  const seen = live.filter((node) => sees(caller, node));
  const names = seen.slice(0, MOST_NAMED).map(({ label }) => label);
  if (seen.length > names.length) names.push(`${seen.length - names.length} more`);
  if (seen.length < live.length)
    names.push(`something in a project that you may not see (${live.length - seen.length})`);
  return names.join(', ');
}

function listed(live: readonly GraphNode[], caller: Caller): object[] {
  const seen = live.filter((node) => sees(caller, node)).slice(0, MOST_LISTED);
  return seen.map(({ id, kind, label }) => ({ id, kind, label }));
}

function sees(caller: Caller, { project }: GraphNode): boolean {
  return caller.may('graph:read', project);
}

/** The beginning and the end of a long way. */
function shortened(labels: readonly string[]): readonly string[] {
  return labels.length <= MOST_NAMED ? labels : [...labels.slice(0, 5), '…', ...labels.slice(-5)];
}
