import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AppUnderTest } from '../../support/service/app-under-test.js';
import { startAppWithDemo } from '../../support/service/app-with-demo.js';

/** What a walk tells by itself; tags are read by resolvers, for which every node becomes an object. */
const PLAIN = 'id kind project name version label description owner createdAt createdBy deletedAt __typename';
const LISTS = (node: string) => `roots { label }
  nodes { place: depth upstreamCount downstreamCount __typename node { ${node} } }
  edges { from to kind run attributes validFrom validTo __typename }
  frontier { direction hiddenNeighbours after node { ${node} } }
  depth complete incompleteBecause`;

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppWithDemo();
  await app.graphql(
    'mutation ($text: String!) { updateNode(input: { id: "flights@1", description: $text, owner: "\\"quoted\\" \\u2028" }) { node { id } } }',
    { text: 'raw:token "quoted" \\ \u2029 \u{1f6eb}' },
  );
});

afterAll(() => app.close());

interface Answer {
  readonly lineage: Record<string, unknown> & { nodes: Listed[]; frontier: Listed[]; edges: Record<string, unknown>[] };
}

type Listed = Record<string, unknown> & { node: { tags?: unknown } };

const ask = (args: string, fields: string, more = '') =>
  app.graphql<Answer>(`${more} { lineage(${args}) { ${fields} } }`.trim());

function withoutTags({ lineage }: Answer): unknown {
  const bare = ({ node: { tags: _, ...node }, ...listed }: Listed) => ({ ...listed, node });
  return { ...lineage, nodes: lineage.nodes.map(bare), frontier: lineage.frontier.map(bare) };
}

describe('a lineage that is written without resolvers', () => {
  it.each([
    'of: ["flight_delay@champion"], depth: 20',
    'of: ["flight_delay@champion"], direction: BOTH, depth: 20, kinds: [DATASET_VERSION, RUN, MODEL_VERSION]',
    'of: ["flight_delay@1", "flights"], direction: DOWNSTREAM, depth: 1',
    'of: ["flight_delay@1"], depth: 9, limit: 3',
    'of: ["flights"], depth: 0',
    'of: []',
  ])('says what resolvers would say: %s', async (args) => {
    const written = await ask(args, LISTS(PLAIN));
    const resolved = await ask(args, LISTS(`${PLAIN} tags { key }`));

    expect(written.lineage).toEqual(withoutTags(resolved));
  });

  it('spreads fragments, renames fields, and leaves out what is skipped', async () => {
    const args = 'of: ["flight_delay@champion"], depth: 20';
    const { lineage } = await ask(
      args,
      `first: nodes { ...Short node { id @include(if: false) ... on DatasetVersion { what: label } } }
       nodes { node { ... on GraphNode { label } ... on Run { name @skip(if: true) } } }`,
      'fragment Short on LineageNode { depth node { kind } } query Spread',
    );

    const first = lineage.first as { depth: number; node: { kind: string; what?: string } }[];
    expect(first.map(({ node }) => node.what !== undefined)).toEqual(
      first.map(({ node }) => node.kind === 'DATASET_VERSION'),
    );
    expect(first.map(({ depth, node: { kind } }) => Object.keys({ depth, kind }))).toHaveLength(lineage.nodes.length);
    expect(lineage.nodes.every(({ node }) => JSON.stringify(Object.keys(node)) === '["label"]')).toBe(true);
  });

  it('is set in its place in lists, and a field of a kind of its own is resolved beside it', async () => {
    const { datasets } = await app.graphql<{
      datasets: { nodes: { up: Answer['lineage']; down: Answer['lineage'] }[] };
    }>(
      `{ datasets(first: 10) { nodes {
         up: downstream(depth: 2) { nodes { depth node { label } } }
         down: downstream(depth: 2) { nodes { depth node { label ... on DatasetVersion { rowCount } } } }
       } } }`,
    );

    expect(datasets.nodes.length).toBeGreaterThan(1);
    for (const { up, down } of datasets.nodes) expect(down).toMatchObject(up);
    expect(JSON.stringify(datasets)).toContain('rowCount');
  });

  it('has the same edges whether one walk brings them or they are looked for between the nodes of two', async () => {
    const edges = 'edges { from to kind run attributes validFrom validTo }';
    // Nothing lies downstream of a deployment.
    const one = await ask('of: ["production/flight-delay"], depth: 50', edges);
    const two = await ask('of: ["production/flight-delay"], depth: 50, direction: BOTH', edges);

    expect(one.lineage.edges.length).toBeGreaterThan(5);
    expect(new Set(one.lineage.edges.map((edge) => JSON.stringify(edge)))).toEqual(
      new Set(two.lineage.edges.map((edge) => JSON.stringify(edge))),
    );
  });
});
