import type { ChangeDetails } from '../../graph/nodes/changes/record-change.js';
import type { GraphNode } from '../../graph/nodes/graph-node.js';
import type { SealedChange } from '../record/change-record.js';
import { publicDetails } from '../record/public-details.js';

/** A node that a change is about, as those are told who can't look it up in the same request. */
export interface ChangedNode {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
}

/** A change as it is sent to other systems. */
export interface ChangeData extends ChangeDetails {
  readonly id: string;
  /** Its place in the feed: greater than that of every change before it. */
  readonly position: number;
  readonly project: string | null;
  readonly principal: string;
  readonly door: string;
  readonly requestId: string | null;
  readonly action: string;
  readonly reason: string | null;
  readonly at: string;
  readonly nodes: readonly ChangedNode[];
  /** False where what it did was too much to be sent along; ask for it by its position. */
  readonly complete: boolean;
}

/** Bytes of JSON. Receivers are promised less than 20,000. */
const LONGEST = 16_384;
const MOST_NODES = 50;

/** Whether those who are told may know of the nodes of a project. */
export type Sees = (project: string) => boolean;

/** What is sent of a change; of a large one only what it was about. Of a project that isn't seen, by default any but that of the change, no node has a name in it. */
export function changeData(
  change: SealedChange,
  loaded: ReadonlyMap<string, GraphNode>,
  sees: Sees = (project) => project === change.project,
): ChangeData {
  const nodes = new Map([...loaded].filter(([, node]) => sees(node.project)));
  const { id, position, project, principal, door, requestId, action, reason, details, at } = change;
  const found = change.nodes.flatMap((uuid) => nodes.get(uuid) ?? []);
  const head = { id, position, project, principal, door, requestId, action, reason, at: at.toISOString() };
  const about = found.slice(0, MOST_NODES).map((node) => ({ id: node.id, kind: node.kind, label: node.label }));
  const whole = {
    ...head,
    nodes: about,
    complete: about.length === found.length,
    ...publicDetails(details, nodes),
  };
  if (Buffer.byteLength(JSON.stringify(whole)) <= LONGEST) return whole;
  return { ...head, nodes: about, complete: false };
}
