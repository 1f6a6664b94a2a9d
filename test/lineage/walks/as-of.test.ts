import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeploymentSeed } from '../../deployments/deployment-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

interface Labelled {
  readonly label: string;
}

let app: AppUnderTest;
let seed: DeploymentSeed;
/** Before anything, while one served, after the other took its place, after that was deleted. */
const times: string[] = [];

/** By the clock that edges and nodes have, so that two ticks are never the same. */
async function tick(): Promise<void> {
  const [row] = (await app.database.dataSource.query(
    `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now from pg_sleep(0.005)`,
  )) as { now: string }[];
  times.push(row?.now ?? '');
  await app.database.dataSource.query('select pg_sleep(0.005)');
}

/*   data@1 ─▶ set@1 ─▶ model@1 ─▶ production/here until set@2 ─▶ model@2 takes its place; then model@1 is deleted, and set@2 current  */
beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new DeploymentSeed(app);
  await tick();
  await seed.datasetVersion('data');
  const sources = [{ dataset: 'data', columns: ['delay'] }];
  await seed.featureSet('set', ['a', 'b'], sources);
  await seed.modelVersion('model', { signature: ['set@1:a'] });
  await seed.deploy('production/here', { 'model@1': 100 });
  await tick();
  await seed.featureSet('set', ['a'], sources);
  await seed.modelVersion('model', { signature: ['set@2:a'] });
  await seed.deploy('production/here', { 'model@2': 100 });
  await tick();
  await app.graphql('mutation { deleteNode(input: {id: "model@1"}) { node { id } } }');
}, 60_000);

afterAll(() => app.close());

const IMPACT = `query ($asOf: DateTime) {
  impact(of: ["data@1:delay"], asOf: $asOf) {
    count liveDeployments affected { outcome trafficPercent lookupsPerMinute lastReadAt node { label } path { label } }
  }
}`;

describe('as of a time', () => {
  it('impact tells what a change would have reached, what served then, and no traffic, which is not kept', async () => {
    interface Answer {
      readonly impact: {
        readonly liveDeployments: number;
        readonly affected: readonly {
          readonly node: Labelled;
          readonly path: readonly Labelled[];
          readonly lookupsPerMinute: number | null;
        }[];
      };
    }
    const ask = async (asOf: string | undefined) => (await app.graphql<Answer>(IMPACT, { asOf })).impact;
    const labels = ({ affected }: Answer['impact']) => affected.map(({ node }) => node.label).sort();

    const [then, later, today] = [await ask(times[1]), await ask(times[2]), await ask(undefined)];

    expect(labels(then)).toEqual(['model@1', 'production/here', 'set@1']);
    expect(labels(later)).toEqual(['model@1', 'model@2', 'production/here', 'set@1', 'set@2']);
    expect(labels(today)).toEqual(['model@2', 'production/here', 'set@1', 'set@2']);
    const wayOf = (answer: Answer['impact']) =>
      answer.affected.find(({ node }) => node.label === 'production/here')?.path.map(({ label }) => label);
    expect(wayOf(then)).toEqual(['data@1:delay', 'set@1:a', 'model@1', 'production/here']);
    expect(wayOf(today)).toEqual(['data@1:delay', 'set@2:a', 'model@2', 'production/here']);
    expect(then.liveDeployments).toBe(1);
    expect(then.affected[0]).toMatchObject({ lookupsPerMinute: null, lastReadAt: null });
    expect(today.affected[0]).toMatchObject({ lookupsPerMinute: 0 });
  });

  it.each([
    'impact(of: ["data@1"], asOf: $asOf) { count }',
    'datasetVersion(ref: "data@1") { downstream(asOf: $asOf) { complete } }',
  ])('of before something was registered it is NOT_FOUND: %s', async (question) => {
    const error = await app.graphqlError(`query ($asOf: DateTime) { ${question} }`, { asOf: times[0] });

    expect(error.extensions).toMatchObject({ code: 'NOT_FOUND', field: 'asOf' });
  });

  it('upstream and downstream are those of then, and of several nodes only the younger ones fail', async () => {
    const document = `query ($asOf: DateTime) {
      datasetVersion(ref: "data@1") { downstream(asOf: $asOf, depth: 9, kinds: [MODEL_VERSION]) { asOf nodes { node { label } } } }
      old: featureSetVersion(ref: "set@1") { downstream(asOf: $asOf, depth: 9) { nodes { node { label } } } }
    }`;
    type Answer = Record<'datasetVersion' | 'old', { downstream: { asOf: string; nodes: { node: Labelled }[] } }>;

    const answer = await app.graphql<Answer>(document, { asOf: times[1] });

    const labelsOf = ({ downstream }: Answer['old']) => downstream.nodes.map(({ node }) => node.label);
    expect(labelsOf(answer.datasetVersion)).toEqual(['model@1']);
    expect(labelsOf(answer.old)).toEqual(['set@1', 'model@1', 'production/here']);
    expect(Date.parse(answer.datasetVersion.downstream.asOf)).toBe(Date.parse(times[1] ?? ''));
    const { data, errors } = await app.graphqlAnswer(
      `query ($asOf: DateTime) {
        first: featureSetVersion(ref: "set@1") { upstream(asOf: $asOf, depth: 9) { complete } }
        second: featureSetVersion(ref: "set@2") { upstream(asOf: $asOf) { complete } }
      }`,
      { asOf: times[1] },
    );
    expect(errors.map(({ path }) => path)).toEqual([['second', 'upstream']]);
    expect(data).toMatchObject({ first: { upstream: { complete: true } } });
  });

  it('skew tells what served then, and which version was current', async () => {
    const document = `query ($asOf: DateTime) {
      skew(deployment: "production/here", asOf: $asOf) {
        bindings { modelVersion { label } featureSets { served { label } current { label } } }
      }
    }`;
    const ask = async (asOf: string | undefined) => (await app.graphql<{ skew: object }>(document, { asOf })).skew;

    expect(await ask(times[0])).toEqual({ bindings: [] });
    expect(await ask(times[1])).toEqual({
      bindings: [
        {
          modelVersion: { label: 'model@1' },
          featureSets: [{ served: [{ label: 'set@1' }], current: { label: 'set@1' } }],
        },
      ],
    });
    expect(await ask(times[2])).toEqual(await ask(undefined));
  });
});
