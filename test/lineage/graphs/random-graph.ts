import fc from 'fast-check';
import type { NodeKind } from '../../../src/graph/nodes/kinds/node-kind.js';
import { type FixtureNode, PLAIN_KINDS } from './graph-fixture.js';
import type { OracleEdge } from './graph-oracle.js';

export interface RandomGraph {
  readonly kinds: readonly NodeKind[];
  readonly links: readonly (readonly [number, number])[];
  readonly roots: readonly number[];
}

/** Small graphs with rings, of kinds that are one row each. */
export const randomGraph: fc.Arbitrary<RandomGraph> = fc.integer({ min: 2, max: 10 }).chain((size) =>
  fc.record({
    kinds: fc.array(fc.constantFrom<NodeKind>(...PLAIN_KINDS), { minLength: size, maxLength: size }),
    links: fc.uniqueArray(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 24, selector: String }),
    roots: fc.uniqueArray(fc.nat(size - 1), { minLength: 1, maxLength: 3 }),
  }),
);

/** Draws links between inserted nodes, without loops on one node. */
export function drawLinks(links: RandomGraph['links']) {
  return (nodes: readonly FixtureNode[]): (OracleEdge & { kind: string })[] =>
    links
      .filter(([src, dst]) => src !== dst)
      .map(([src, dst]) => ({
        src: nodes[src]?.uuid ?? '',
        dst: nodes[dst]?.uuid ?? '',
        kind: 'INPUT',
        from: 0,
        to: undefined,
      }));
}
