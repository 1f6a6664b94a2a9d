import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { makeKey } from '../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

let app: AppUnderTest;
/** Sees both projects. */
let owner: string;
/** Writes in `ours`, and sees nothing of `theirs`. */
let ours: string;
/** Reads `theirs`, and sees nothing of `ours`. */
let theirs: string;

const REGISTER = `mutation ($input: RegisterDatasetVersionInput!) {
  registerDatasetVersion(input: $input) { datasetVersion { id label } }
}`;

/*   theirs: flights@1 ─┬─▶ ours: delays@1 ─▶ ours: late@1 ─▶ theirs: report@1
 *   ours: weather@1 ───┘                                                       */
beforeAll(async () => {
  app = await startAppUnderTest();
  await app.graphql(`mutation {
    a: createProject(input: {name: "ours"}) { project { name } }
    b: createProject(input: {name: "theirs"}) { project { name } }
  }`);
  const register = (project: string, dataset: string, derivedFrom: readonly string[] = []) =>
    app.graphql(
      REGISTER,
      { input: { dataset, location: 's3://x', digest: '1', columns: [{ name: 'c', type: 'INT64' }], derivedFrom } },
      { project },
    );
  await register('theirs', 'flights');
  await register('ours', 'weather');
  await register('ours', 'delays', ['theirs::flights@1', 'weather']);
  await register('ours', 'late', ['delays']);
  await register('theirs', 'report', ['"ours"::late']);
  owner = (await makeKey(app, { role: 'OWNER' })).key;
  ours = (await makeKey(app, { role: 'WRITER', project: 'ours' })).key;
  theirs = (await makeKey(app, { role: 'READER', project: 'theirs' })).key;
  await eventually(async () => expect((await app.http.inject('/v1/openapi.yml')).statusCode).toBe(401));
}, 60_000);

afterAll(() => app.close());

interface Answer {
  readonly nodes: readonly { node: { label: string } }[];
  readonly edges: readonly object[];
  readonly complete: boolean;
  readonly incompleteBecause: string | null;
  readonly frontier: readonly { node: { label: string }; hiddenNeighbours: number }[];
}

async function lineage(of: string, direction: string, as: { key: string; project?: string }, depth = 10) {
  const {
    lineage: found,
    whole,
    packed,
  } = await app.graphql<{ lineage: Answer; whole: object; packed: object }>(
    `query ($of: [Ref!]!, $direction: LineageDirection!, $depth: Int!) {
      lineage(of: $of, direction: $direction, depth: $depth, kinds: [DATASET_VERSION]) {
        nodes { node { label } } edges { from } complete incompleteBecause frontier { node { label } hiddenNeighbours }
      }
      whole: lineage(of: $of, direction: $direction, depth: $depth) { ...Compact countsByDepth }
      packed: lineage(of: $of, direction: $direction, depth: $depth) { ...Compact }
    }
    fragment Compact on LineageGraph { compact complete incompleteBecause depth }`,
    { of: [of], direction, depth },
    as,
  );
  // The compact form alone is answered by another statement.
  expect(whole).toMatchObject(packed);
  return {
    labels: found.nodes.map(({ node }) => node.label).toSorted(),
    edges: found.edges.length,
    complete: found.complete,
    why: found.incompleteBecause,
    frontier: found.frontier.map(({ node, hiddenNeighbours }) => [node.label, hiddenNeighbours]),
  };
}

describe('what was made from something of another project', () => {
  it('is told whole to whoever may see both', async () => {
    expect(await lineage('late@1', 'UPSTREAM', { key: owner, project: 'ours' })).toMatchObject({
      labels: ['delays@1', 'flights@1', 'late@1', 'weather@1'],
      complete: true,
    });
  });

  it('has a hidden neighbour for whoever may not, upstream and downstream', async () => {
    expect(await lineage('late@1', 'UPSTREAM', { key: ours })).toEqual({
      labels: ['delays@1', 'late@1', 'weather@1'],
      edges: 2,
      complete: false,
      why: 'ACCESS',
      frontier: [['delays@1', 1]],
    });
    expect(await lineage('late@1', 'DOWNSTREAM', { key: ours })).toMatchObject({
      labels: ['late@1'],
      why: 'ACCESS',
      frontier: [['late@1', 1]],
    });
    // What lies behind hidden nodes is hidden too, also where it is of one's own project.
    expect(await lineage('flights@1', 'DOWNSTREAM', { key: theirs })).toMatchObject({
      labels: ['flights@1'],
      why: 'ACCESS',
    });
  });

  it('says DEPTH where that is what cuts it', async () => {
    expect(await lineage('late@1', 'UPSTREAM', { key: ours }, 1)).toMatchObject({ why: 'DEPTH' });
  });

  it.each(['UPSTREAM', 'DOWNSTREAM', 'BOTH'])('never tells a word of it: %s', async (direction) => {
    const answer = await app.graphql(
      `query ($direction: LineageDirection!) {
        lineage(of: ["delays@1"], direction: $direction, depth: 10) {
          nodes { node { id label project description owner createdBy } upstreamCount }
          edges { from to attributes run } frontier { node { label } after } roots { label }
        }
        datasetVersion(ref: "late@1") { upstream(depth: 5) { nodes { node { label } } } downstream(depth: 5) { nodes { node { label } } } }
        search(text: "flights") { nodes { label } }
      }`,
      { direction },
      { key: ours },
    );
    expect(JSON.stringify(answer)).not.toMatch(/flights|theirs|report/);
  });

  it('cannot be asked for by id or by name', async () => {
    const { datasetVersion } = await app.graphql<{ datasetVersion: { id: string } }>(
      '{ datasetVersion(ref: "flights@1") { id } }',
      {},
      { key: theirs },
    );
    expect(
      await app.graphql(
        'query ($id: ID!, $ref: Ref!) { node(id: $id) { label } nodes(ids: [$id]) { label } datasetVersion(ref: $ref) { label } }',
        { id: datasetVersion.id, ref: datasetVersion.id },
        { key: ours },
      ),
    ).toEqual({ node: null, nodes: [null], datasetVersion: null });
  });
});

describe('references into another project', () => {
  const LOG = `mutation ($inputs: [RunLinkInput!]!) {
    startRun(input: {type: OTHER, inputs: $inputs}) { run { inputs { node { label } } } }
  }`;

  it('lead there for whoever may read it: inputs of runs, sources of features', async () => {
    const as = { key: owner, project: 'ours' };
    expect(await app.graphql(LOG, { inputs: [{ ref: 'theirs::flights@1' }, { ref: 'weather@1' }] }, as)).toEqual({
      startRun: { run: { inputs: [{ node: { label: 'flights@1' } }, { node: { label: 'weather@1' } }] } },
    });
    const published = await app.graphql(
      `mutation {
        defineEntity(input: {name: "airport", joinKeys: [{name: "airport", type: STRING}]}) { created }
        publishFeatureSet(input: {name: "traffic", entity: "airport", features: [
          {name: "n", type: INT64, sources: [{dataset: "theirs::flights@1:c"}]}
        ]}) { featureSetVersion { sources { datasetVersion { label } columns } } }
      }`,
      {},
      as,
    );
    expect(published).toMatchObject({
      publishFeatureSet: {
        featureSetVersion: { sources: [{ datasetVersion: { label: 'flights@1' }, columns: ['c'] }] },
      },
    });
    // And are left out for others.
    expect(
      await app.graphql('{ featureSetVersion(ref: "traffic") { sources { columns } } }', {}, { key: ours }),
    ).toEqual({ featureSetVersion: { sources: [] } });
    const { runs } = await app.graphql<{ runs: { nodes: { inputs: object[] }[] } }>(
      '{ runs { nodes { inputs { node { label } } } } }',
      {},
      { key: ours },
    );
    expect(runs.nodes.map(({ inputs }) => inputs)).toEqual([[{ node: { label: 'weather@1' } }]]);
  });

  it('read the same for a project that one may not see and for one that does not exist', async () => {
    const messages = [];
    for (const project of ['theirs', 'nobodys']) {
      const error = await app.graphqlError(LOG, { inputs: [{ ref: `${project}::flights` }] }, { key: ours });
      messages.push([error.extensions.code, error.message.replaceAll(project, '…')]);
    }
    expect(messages[0]).toEqual(messages[1]);
    expect(messages[0]?.[0]).toBe('NOT_FOUND');
  });

  it('are not taken for what a run makes', async () => {
    const query = 'mutation { startRun(input: {type: OTHER}) { run { id } } }';
    const { startRun } = await app.graphql<{ startRun: { run: { id: string } } }>(
      query,
      {},
      { key: owner, project: 'ours' },
    );
    const log =
      'mutation ($run: Ref!) { logRun(input: {run: $run, outputs: [{ref: "theirs::flights"}]}) { run { id } } }';
    const error = await app.graphqlError(log, { run: startRun.run.id }, { key: owner, project: 'ours' });
    expect(error.extensions.code).toBe('BAD_USER_INPUT');
  });
});
