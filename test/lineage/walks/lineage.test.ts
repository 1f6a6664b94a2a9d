import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordStatements } from '../../support/postgres/record-statements.js';
import type { AppUnderTest } from '../../support/service/app-under-test.js';
import { startAppWithDemo } from '../../support/service/app-with-demo.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppWithDemo();
});

afterAll(() => app.close());

const lineageOf = async (
  args: string,
  fields = 'complete incompleteBecause nodes { node { id kind label deletedAt } } edges { from to }',
) => (await app.graphql<{ lineage: Lineage }>(`{ lineage(${args}) { ${fields} } }`)).lineage;

interface Lineage {
  readonly complete: boolean;
  readonly incompleteBecause: string | null;
  readonly asOf: string;
  readonly roots: { label: string }[];
  readonly frontier: { hiddenNeighbours: number; node: { label: string } }[];
  readonly nodes: { depth: number; node: { id: string; kind: string; label: string; deletedAt: string | null } }[];
  readonly edges: { from: string; to: string }[];
}

const labels = (lineage: Lineage) => lineage.nodes.map(({ node }) => node.label);

describe('the lineage of a model version', () => {
  it('reaches dataset versions upstream and deployments downstream, and its edges connect its nodes', async () => {
    const both = await lineageOf('of: ["flight_delay@champion"], direction: BOTH, depth: 20');

    expect(both.complete).toBe(true);
    expect(labels(both)).toEqual(
      expect.arrayContaining(['flights@1', 'airports@1', 'winter_flights@1', 'production/flight-delay']),
    );
    const ids = new Set(both.nodes.map(({ node }) => node.id));
    for (const { from, to } of both.edges) expect([ids.has(from), ids.has(to)]).toEqual([true, true]);
    const connected = new Set(both.edges.flatMap(({ from, to }) => [from, to]));
    expect(ids).toEqual(connected);
  });

  it('says so when it was cut, why, and where to go on', async () => {
    const cut = await lineageOf(
      'of: ["flight_delay@1"], depth: 1',
      'complete incompleteBecause frontier { hiddenNeighbours node { label } }',
    );
    const small = await lineageOf('of: ["flight_delay@1"], depth: 9, limit: 2', 'complete incompleteBecause');

    expect(cut).toMatchObject({ complete: false, incompleteBecause: 'DEPTH' });
    expect(cut.frontier.map(({ node }) => node.label)).toContain('airport_traffic@1');
    expect(small).toMatchObject({ complete: false, incompleteBecause: 'NODE_LIMIT' });
  });

  it('chooses kinds for the answer, not for the walk', async () => {
    const chosen = await lineageOf('of: ["flight_delay@1"], depth: 9, kinds: [DATASET]');

    expect(labels(chosen).sort()).toEqual(['airports', 'flights', 'winter_flights']);
    expect(chosen.edges).toEqual([]);
  });

  it('holds the root alone at depth 0', async () => {
    expect(labels(await lineageOf('of: ["flights", "flights"], depth: 0'))).toEqual(['flights']);
  });

  it.each([
    ['an unknown reference', 'of: ["nope@1"]', 'NOT_FOUND', 'nope@1'],
    ['a negative depth', 'of: ["flights"], depth: -1', 'BAD_USER_INPUT', '-1'],
    ['a limit of none', 'of: ["flights"], limit: 0', 'BAD_USER_INPUT', 'limit'],
    ['a root that was not there yet', 'of: ["flights"], asOf: "2001-01-01T00:00:00Z"', 'NOT_FOUND', '2001-01-01'],
    ['a time without zone', 'of: ["flights"], asOf: "2026-01-01T00:00:00"', 'BAD_USER_INPUT', 'zone'],
  ])('refuses %s', async (_what, args, code, named) => {
    const error = await app.graphqlError(`{ lineage(${args}) { complete } }`);

    expect(error.extensions.code).toBe(code);
    expect(error.message).toContain(named);
  });

  it('is there on every node, in as many statements for many nodes as for one', async () => {
    const query = (first: number) =>
      `{ search(text: "flight", first: ${first}) { nodes { label upstream { nodes { node { label } } } downstream(depth: 2) { complete } } } }`;
    await app.graphql(query(1));

    const many = await recordStatements(app, () => app.graphql(query(10)));
    const walks = many.filter((text) => text.startsWith('with recursive walk'));

    expect(walks).toHaveLength(2);
    expect(
      await app.graphql('{ modelVersion(ref: "flight_delay@1") { upstream { nodes { node { label } } } } }'),
    ).toEqual({
      modelVersion: { upstream: { nodes: expect.arrayContaining([{ node: { label: 'airport_traffic@1' } }]) } },
    });
  });

  it('shows the bindings of a time that has passed', async () => {
    const before = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await app.graphql(
      'mutation { deploy(input: { deployment: "staging/flight-delay", createEnvironment: true, bindings: [{ modelVersion: "flight_delay@1", trafficPercent: 100 }] }) { deployment { label } } }',
    );
    const after = new Date(Date.now() + 1).toISOString();
    await new Promise((resolve) => setTimeout(resolve, 5));
    await app.graphql('mutation { undeploy(input: { deployment: "staging/flight-delay" }) { deployment { label } } }');

    const at = async (asOf?: string) =>
      labels(
        await lineageOf(
          `of: ["flight_delay@1"], direction: DOWNSTREAM${asOf === undefined ? '' : `, asOf: "${asOf}"`}`,
        ),
      );

    expect(await at(before)).not.toContain('staging/flight-delay');
    expect(await at(after)).toContain('staging/flight-delay');
    expect(await at()).not.toContain('staging/flight-delay');
  });
});

describe('the frozen lineage of a model version', () => {
  const FROZEN = '{ modelVersion(ref: "flight_delay@2") { id frozenLineage { document digest nodeCount edgeCount } } }';
  interface Frozen {
    readonly modelVersion: {
      readonly id: string;
      readonly frozenLineage: {
        readonly document: {
          nodes: { id: string; label: string; description: string | null; facts: object }[];
          edges: { from: string; to: string; kind: string }[];
        };
        readonly digest: string;
        readonly nodeCount: number;
        readonly edgeCount: number;
      };
    };
  }

  it('is the whole closure upstream, with the key facts of each node and a digest of its very bytes', async () => {
    const { payload } = await app.http.inject({ method: 'POST', url: '/graphql', payload: { query: FROZEN } });
    const { frozenLineage, id } = (JSON.parse(payload) as { data: Frozen }).data.modelVersion;
    const live = await lineageOf('of: ["flight_delay@2"], depth: 100');

    const text = /"document":(\{.*\}),"digest"/.exec(payload)?.[1] ?? '';
    expect(createHash('sha256').update(text).digest('hex')).toBe(frozenLineage.digest);
    expect(frozenLineage.document.nodes.map((node) => node.id).sort()).toEqual(
      live.nodes.map(({ node }) => node.id).sort(),
    );
    expect(frozenLineage.document.edges).toHaveLength(live.edges.length);
    expect([frozenLineage.nodeCount, frozenLineage.edgeCount]).toEqual([live.nodes.length, live.edges.length]);
    expect(frozenLineage.document.nodes.find((node) => node.label === 'flights@1')?.facts).toMatchObject({
      digest: expect.stringContaining('sha256:'),
    });
    expect(frozenLineage.document.nodes.find((node) => node.id === id)?.facts).toHaveProperty('artifact');
  });

  it('is not changed by what is later renamed, described anew or deleted', async () => {
    const before = await app.graphql<Frozen>(FROZEN);
    await app.graphql(
      'mutation { updateNode(input: { id: "flights@1", description: "changed", owner: "someone" }) { node { id } } }',
    );
    await app.graphql(
      'mutation { registerDatasetVersion(input: { dataset: "flights", location: "x:", digest: "2", columns: [], override: { reason: "they are gone" } }) { created } }',
    );
    await app.graphql('mutation { undeploy(input: { deployment: "production/flight-delay" }) { deployment { id } } }');
    await app.graphql('mutation { deleteNode(input: { id: "departure_board" }) { node { deletedAt } } }');
    await app.graphql('mutation { deleteNode(input: { id: "airports@1", reason: "gone" }) { node { deletedAt } } }');

    expect(await app.graphql<Frozen>(FROZEN)).toEqual(before);
    const live = await lineageOf('of: ["flight_delay@2"], depth: 100');
    expect(live.nodes.find(({ node }) => node.label === 'airports@1')?.node.deletedAt).not.toBeNull();
  });

  it('is read by primary key: one row', async () => {
    const statements = await recordStatements(app, () =>
      app.graphql('{ modelVersion(ref: "flight_delay@2") { frozenLineage { digest } } }'),
    );

    expect(statements.filter((text) => text.includes('frozen_lineage'))).toHaveLength(1);
  });
});
