import type { Ask } from './ask.js';

const TIMES_QUERY = `query Times($ids: [ID!]!) { nodes(ids: $ids) { createdAt deletedAt } }`;

/** When the graph around these nodes changed, oldest first. */
export async function loadTimes(ask: Ask, ids: readonly string[]): Promise<readonly string[]> {
  const { nodes } = await ask<{ nodes: readonly ({ createdAt: string; deletedAt: string | null } | null)[] }>(
    TIMES_QUERY,
    { ids: ids.slice(0, 1_000) },
  );
  const times = nodes.flatMap((node) => (node === null ? [] : [node.createdAt, node.deletedAt ?? node.createdAt]));
  return [...new Set(times)].sort();
}
