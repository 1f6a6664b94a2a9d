import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseBoth } from '../../../src/lineage/diff/parse-frozen.js';
import { canonicalJson } from '../../../src/platform/text/canonical-json.js';

/** Words that look like where a node begins or ends, and keys that stand before all others. */
const word = fc.constantFrom(
  'createdAt',
  '},{"createdAt":',
  '"nodes":[{"createdAt":',
  'nodes',
  'facts',
  '}]}',
  'ö\n\\"',
);
const fact: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    word,
    fc.integer(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(word, tie('value'), { maxKeys: 3 }),
    // A fact may hold what looks like nodes.
    fc.array(fc.record({ createdAt: word, facts: tie('value'), id: word, kind: word }), { maxLength: 2 }),
  ),
})).value;
const node: fc.Arbitrary<object> = fc.record({
  createdAt: word,
  id: word,
  kind: word,
  label: word,
  facts: fc.dictionary(word, fact, { maxKeys: 3 }),
});
const edge = fc.record({ from: word, to: word, kind: word, attributes: fc.dictionary(word, fact, { maxKeys: 2 }) });
const frozen = fc.record(
  { nodes: fc.array(node, { maxLength: 5 }), edges: fc.array(edge, { maxLength: 3 }), leftOut: word },
  { requiredKeys: ['nodes', 'edges'] },
);

describe('two frozen lineages that are parsed together', () => {
  it('are what JSON says, whatever their nodes and edges hold', () => {
    fc.assert(
      fc.property(frozen, frozen, fc.nat(5), (one, own, many) => {
        const other = { ...own, nodes: [...own.nodes, ...one.nodes.slice(0, many)] };
        const [first, second] = [canonicalJson(one), canonicalJson(other)];

        expect(
          parseBoth(
            { document: first, nodeCount: one.nodes.length },
            { document: second, nodeCount: other.nodes.length },
          ),
        ).toEqual([JSON.parse(first), JSON.parse(second)]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('share the nodes that they have in common', () => {
    const [shared, own] = ['shared', 'own'].map((id) => ({
      createdAt: 'then',
      facts: { columns: [id] },
      id,
      kind: 'RUN',
    }));

    const [one, other] = parseBoth(
      { document: canonicalJson({ edges: [], nodes: [shared] }), nodeCount: 1 },
      { document: canonicalJson({ edges: [], nodes: [own, shared] }), nodeCount: 2 },
    );

    expect(other?.nodes[1]).toBe(one?.nodes[0]);
    expect(other?.nodes.map(({ facts }) => facts)).toEqual([{ columns: ['own'] }, { columns: ['shared'] }]);
  });
});
