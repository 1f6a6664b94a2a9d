import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NodeKind } from '../../../src/graph/nodes/kinds/node-kind.js';
import { casesOf } from '../../support/cases.js';
import { recordStatements } from '../../support/postgres/record-statements.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { insertGraph, PLAIN_KINDS } from '../graphs/graph-fixture.js';
import { drawLinks, randomGraph } from '../graphs/random-graph.js';

interface Compact {
  readonly ids: string[];
  readonly kinds: string[];
  readonly labels: string[];
  readonly depths: number[];
  readonly deleted: number[];
  readonly edges: [number, number, string][];
  readonly upstreamCounts?: number[];
  readonly downstreamCounts?: number[];
  readonly attributes?: object[];
}

interface Answer {
  readonly compact: Compact;
  readonly bare: Compact;
  readonly countsByKind: { kind: string; count: number }[];
  readonly countsByDepth: number[];
  readonly nodes: {
    depth: number;
    upstreamCount: number;
    downstreamCount: number;
    node: { id: string; kind: string; label: string };
  }[];
  readonly edges: { from: string; to: string; kind: string; attributes: object }[];
}

const BOTH_FORMS = `query ($of: [Ref!]!, $direction: LineageDirection!, $kinds: [NodeKind!], $limit: Int, $counts: Boolean!) {
  lineage(of: $of, direction: $direction, depth: 20, kinds: $kinds, limit: $limit) {
    compact(counts: $counts, attributes: true) bare: compact countsByKind { kind count } countsByDepth
    nodes { depth upstreamCount downstreamCount node { id kind label } } edges { from to kind attributes }
  }
}`;

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const asked = fc.record({
  direction: fc.constantFrom('UPSTREAM', 'DOWNSTREAM', 'BOTH'),
  limit: fc.integer({ min: 3, max: 12 }),
  kinds: fc.option(fc.uniqueArray(fc.constantFrom<NodeKind>(...PLAIN_KINDS), { minLength: 1 }), { nil: undefined }),
});

describe('the compact form', () => {
  it('says of every graph what the nodes and edges say', async () => {
    await fc.assert(
      fc.asyncProperty(randomGraph, asked, async ({ kinds, links, roots }, question) => {
        const { nodes } = await insertGraph(app, kinds, drawLinks(links));
        const of = roots.map((root) => nodes[root]?.id);

        const { lineage } = await app.graphql<{ lineage: Answer }>(BOTH_FORMS, { of, ...question, counts: true });

        const { compact, bare } = lineage;
        expect(compact.ids).toEqual(lineage.nodes.map(({ node }) => node.id));
        expect(compact.kinds).toEqual(lineage.nodes.map(({ node }) => node.kind));
        expect(compact.labels).toEqual(lineage.nodes.map(({ node }) => node.label));
        expect(compact.depths).toEqual(lineage.nodes.map(({ depth }) => depth));
        expect(compact.upstreamCounts).toEqual(lineage.nodes.map(({ upstreamCount }) => upstreamCount));
        expect(compact.downstreamCounts).toEqual(lineage.nodes.map(({ downstreamCount }) => downstreamCount));
        expect(compact.edges.map(([from, to, kind]) => [compact.ids[from], compact.ids[to], kind])).toEqual(
          lineage.edges.map(({ from, to, kind }) => [from, to, kind]),
        );
        expect(compact.attributes).toEqual(lineage.edges.map(({ attributes }) => attributes));
        const { upstreamCounts, downstreamCounts, attributes, ...rest } = compact;
        expect(bare).toEqual(rest);
        expect(new Map(lineage.countsByKind.map(({ kind, count }) => [kind, count]))).toEqual(tally(compact.kinds));
        expect(new Map(lineage.countsByDepth.flatMap((count, at) => (count > 0 ? [[at, count]] : [])))).toEqual(
          tally(compact.depths),
        );
      }),
      { numRuns: casesOf(30, 1_000) },
    );
  });

  it('names what was deleted, and keeps texts that need escaping', async () => {
    const { nodes } = await insertGraph(app, ['DATASET', 'DATASET'], drawLinks([[0, 1]]));
    const label = 'a "quoted"\\ name </script>';
    await app.database.dataSource.query('update node set label = $2, deleted_at = now() where id = $1', [
      nodes[0]?.uuid,
      label,
    ]);

    const { lineage } = await app.graphql<{ lineage: { compact: Compact } }>(
      `query ($of: [Ref!]!) { lineage(of: $of) { compact } }`,
      { of: [nodes[1]?.id] },
    );

    expect(lineage.compact).toMatchObject({ deleted: [1], edges: [[1, 0, 'INPUT']] });
    expect(lineage.compact.labels[1]).toBe(label);
  });

  it('is there around a node too, and null around none', async () => {
    const { nodes } = await insertGraph(app, ['DATASET', 'MODEL'], drawLinks([[0, 1]]));

    const { node, none } = await app.graphql<{ node: { downstream: { compact: Compact } }; none: null }>(
      `query ($id: ID!, $none: ID!) { node(id: $id) { downstream { compact } } none: node(id: $none) { id } }`,
      { id: nodes[0]?.id, none: nodes[0]?.id.replace(/.$/, (end) => (end === '0' ? '1' : '0')) },
    );

    expect(node.downstream.compact).toMatchObject({ kinds: ['DATASET', 'MODEL'], edges: [[0, 1, 'INPUT']] });
    expect(none).toBeNull();
  });
});

describe('the counts of a lineage', () => {
  it('read no row of a node where they are by depth, and only kinds where they are by kind', async () => {
    const { nodes } = await insertGraph(
      app,
      Array(3).fill('DATASET'),
      drawLinks([
        [0, 1],
        [1, 2],
      ]),
    ); // prettier-ignore
    const walkFor = async (fields: string) => {
      const statements = await recordStatements(app, () =>
        app.graphql(`query ($of: [Ref!]!) { lineage(of: $of) { ${fields} } }`, { of: [nodes[2]?.id] }),
      );
      return statements.filter((text) => text.includes('recursive walk'));
    };

    const byDepth = await walkFor('countsByDepth');
    expect(byDepth).toHaveLength(1);
    expect(byDepth[0]).not.toMatch(/from node/);
    const byKind = await walkFor('countsByKind { kind count } countsByDepth');
    expect(byKind).toHaveLength(1);
    expect(byKind[0]).toMatch(/from node/);
    expect(byKind[0]).not.toMatch(/edgeKind/);
  });
});

function tally<Key>(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
