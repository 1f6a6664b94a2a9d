import { Field, Int, ObjectType } from 'type-graphql';
import { type NodeKind, NodeKindEnum } from '../../graph/nodes/kinds/node-kind.js';
import type { WalkedNode } from '../../graph/walks/walked.js';
import { make } from '../../platform/make.js';

@ObjectType({ description: 'How many nodes of a lineage are of one kind.' })
export class KindCount {
  @Field(() => NodeKindEnum, { description: 'The kind.' }) kind!: NodeKind;
  @Field(() => Int, { description: 'How many nodes of it are in the answer.' }) count!: number;
}

/** Most first; as many of each in the order of their names. */
export function countByKind(nodes: readonly WalkedNode[]): KindCount[] {
  const counts = new Map<NodeKind, number>();
  for (const { kind } of nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .map(([kind, count]) => make(KindCount, { kind, count }))
    .sort((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
}

/** At place n how many nodes are at depth n, up to the deepest. */
export function countByDepth(nodes: readonly WalkedNode[]): number[] {
  const counts: number[] = [];
  for (const { depth } of nodes) counts[depth] = (counts[depth] ?? 0) + 1;
  return Array.from(counts, (count) => count ?? 0);
}
