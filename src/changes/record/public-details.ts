import type { BeforeAndAfter, ChangeDetails } from '../../graph/nodes/changes/record-change.js';
import type { GraphNode } from '../../graph/nodes/graph-node.js';

type Nodes = ReadonlyMap<string, Pick<GraphNode, 'id'>>;

/** What a change says, with the ids that people know nodes by in the place of those of the tables. */
export function publicDetails({ things, edges, counts, override }: ChangeDetails, nodes: Nodes): ChangeDetails {
  const id = (uuid: string) => nodes.get(uuid)?.id ?? uuid;
  return {
    ...(things && {
      things: Object.fromEntries(Object.entries(things).map(([name, thing]) => [id(name), sides(thing, nodes)])),
    }),
    ...(edges && {
      edges: edges.map(({ src, dst, runId, ...edge }) => ({
        ...edge,
        src: id(src),
        dst: id(dst),
        runId: runId === null ? null : id(runId),
      })),
    }),
    ...(counts && { counts }),
    ...(override && { override: { reason: override.reason, live: override.live.map(id) } }),
  };
}

function sides({ before, after }: BeforeAndAfter, nodes: Nodes): BeforeAndAfter {
  return { before: before && withIds(before, nodes), after: after && withIds(after, nodes) };
}

/** A field may name a node: what is current, where an alias points. */
function withIds(fields: Readonly<Record<string, unknown>>, nodes: Nodes): Record<string, unknown> {
  const named = (value: unknown) => (typeof value === 'string' ? (nodes.get(value)?.id ?? value) : value);
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, named(value)]));
}
