import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DeploymentSeed } from '../../deployments/deployment-seed.js';
import { casesOf } from '../../support/cases.js';
import { eventually } from '../../support/eventually.js';
import { makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const SKEW = `query ($deployment: Ref!) {
  skew(deployment: $deployment) { bindings {
    trafficPercent complete incompleteBecause modelVersion { label }
    featureSets { verdict featureSet { label } trainedOn { label } served { label } current { label } comparison { removed } }
  } }
}`;

interface Labelled {
  readonly label: string;
}

interface Answer {
  readonly bindings: readonly {
    readonly trafficPercent: number;
    readonly complete: boolean;
    readonly incompleteBecause: string | null;
    readonly modelVersion: Labelled;
    readonly featureSets: readonly {
      readonly verdict: string;
      readonly featureSet: Labelled;
      readonly trainedOn: readonly Labelled[];
      readonly served: readonly Labelled[];
      readonly current: Labelled | null;
      readonly comparison: { readonly removed: readonly string[] } | null;
    }[];
  }[];
}

const SETS = ['first', 'second'];
const VERSIONS = [1, 2, 3];
const LABELS = SETS.flatMap((set) => VERSIONS.map((version) => `${set}@${version}`));
let app: AppUnderTest;
let seed: DeploymentSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new DeploymentSeed(app);
  // Version n has n features fewer than four.
  for (const set of SETS)
    for (const version of VERSIONS) await seed.featureSet(set, ['a', 'b', 'c', 'd'].slice(0, 4 - version));
}, 60_000);

afterAll(() => app.close());

/** A run that read feature set versions. */
async function run(inputs: readonly string[]): Promise<string> {
  const { startRun } = await app.graphql<{ startRun: { run: { id: string } } }>(
    'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }',
    { input: { type: 'TRANSFORM', inputs: inputs.map((ref) => ({ ref })) } },
  );
  return startRun.run.id;
}

const some = fc.subarray(LABELS);
const model = fc.record({
  signature: fc.subarray(LABELS, { minLength: 1 }),
  /** Inputs of the run that made it. */
  direct: fc.option(some, { nil: undefined }),
  /** Inputs of the run that made what it was trained on. */
  behindData: fc.option(some, { nil: undefined }),
  /** Inputs of a run before that, whose data went into that. */
  furtherBehind: fc.option(some, { nil: undefined }),
});

type Model = typeof model extends fc.Arbitrary<infer Value> ? Value : never;
let data = 0;

async function register({ signature, direct, behindData, furtherBehind }: Model): Promise<string> {
  const derivedFrom = furtherBehind && [
    (await seed.datasetVersion(`early_${++data}`, { run: await run(furtherBehind) })).label,
  ];
  const trainedOn = behindData && [
    (await seed.datasetVersion(`data_${++data}`, { run: await run(behindData), ...(derivedFrom && { derivedFrom }) }))
      .label,
  ];
  const { label } = await seed.modelVersion('model', {
    signature: signature.map((version) => `${version}:a`),
    ...(trainedOn && { trainedOn }),
    ...(direct && { run: await run(direct) }),
  });
  return label;
}

/** What it read and learnt from, as it was given. */
function expectedOf({ signature, direct = [], behindData, furtherBehind = [] }: Model) {
  const learnt = new Set([...direct, ...(behindData ?? []), ...(behindData === undefined ? [] : furtherBehind)]);
  return SETS.flatMap((set) => {
    const own = LABELS.filter((label) => label.startsWith(`${set}@`));
    const [trainedOn, served] = [
      own.filter((label) => learnt.has(label)),
      own.filter((label) => signature.includes(label)),
    ];
    if (trainedOn.length + served.length === 0) return [];
    let verdict = served.every((label) => learnt.has(label)) ? 'SAME' : 'DIFFERENT';
    if (trainedOn.length === 0) verdict = 'UNKNOWN';
    if (served.length === 0) verdict = 'NOT_READ';
    return [{ set, verdict, trainedOn, served }];
  });
}

const ask = async (deployment: string, as = {}) =>
  (await app.graphql<{ skew: Answer }>(SKEW, { deployment }, as)).skew.bindings;

const labels = (nodes: readonly Labelled[]) => nodes.map(({ label }) => label);

describe('the skew of a deployment', () => {
  it('is what each version was given to learn from against what its signature pins', async () => {
    await fc.assert(
      fc.asyncProperty(model, model, async (one, other) => {
        const [first, second] = [await register(one), await register(other)];
        await seed.deploy('production/here', { [first]: 60, [second]: 40 });

        const bindings = await ask('production/here');

        expect(bindings.map(({ modelVersion, trafficPercent }) => [modelVersion.label, trafficPercent])).toEqual([
          [first, 60],
          [second, 40],
        ]);
        for (const [index, given] of [one, other].entries()) {
          const { featureSets, complete } = bindings[index] ?? { featureSets: [], complete: false };
          expect(complete).toBe(true);
          expect(
            featureSets.map(({ featureSet, verdict, trainedOn, served }) => ({
              set: featureSet.label,
              verdict,
              trainedOn: labels(trainedOn),
              served: labels(served),
            })),
          ).toEqual(expectedOf(given));
          for (const { verdict, comparison, trainedOn, served, current } of featureSets) {
            expect(comparison !== null).toBe(verdict === 'DIFFERENT');
            // The newest version is current here, and later ones have fewer features.
            expect(current?.label).toMatch(/@3$/);
            const newest = (nodes: readonly Labelled[]) => Number(nodes[nodes.length - 1]?.label.slice(-1));
            if (comparison !== null)
              expect(comparison.removed).toHaveLength(Math.max(0, newest(served) - newest(trainedOn)));
          }
        }
      }),
      { numRuns: casesOf(12, 300) },
    );
  }, 3_600_000);

  it('has nothing to say of a deployment behind which nothing serves, and refuses what is none', async () => {
    const label = await register({
      signature: ['first@1'],
      direct: undefined,
      behindData: undefined,
      furtherBehind: undefined,
    });
    await seed.deploy('production/gone', { [label]: 100 });
    await seed.undeploy('production/gone');

    expect(await ask('production/gone')).toEqual([]);
    for (const deployment of ['production/nope', 'first@1'])
      expect((await app.graphqlError(SKEW, { deployment })).extensions.code).toBe('NOT_FOUND');
  });

  it('says that it may have learnt from more, where what it was made from is hidden', async () => {
    await app.graphql('mutation { createProject(input: { name: "theirs" }) { project { name } } }');
    await new DeploymentSeed(app, { project: 'theirs' }).datasetVersion('secret');
    const mixed = await seed.datasetVersion('mixed', { derivedFrom: ['theirs::secret'] });
    const { label } = await seed.modelVersion('model', { signature: ['first@1:a'], trainedOn: [mixed.label] });
    await seed.deploy('production/mixed', { [label]: 100 });
    await makeKey(app, { role: 'OWNER' });
    const { key } = await makeKey(app, { role: 'READER', project: 'default' });
    await eventually(async () => expect((await app.http.inject('/v1/openapi.yml')).statusCode).toBe(401));

    expect(await ask('production/mixed', { key })).toMatchObject([
      { complete: false, incompleteBecause: 'ACCESS', featureSets: [{ verdict: 'UNKNOWN' }] },
    ]);
  });
});
