import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DEPLOY, DeploymentSeed } from '../../deployments/deployment-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { DELETE, DROP, REGISTER } from './guarded-mutations.js';

const ROUNDS = 6;

let app: AppUnderTest;
let other: AppUnderTest;
let ours: DeploymentSeed;
let theirs: DeploymentSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  other = await startAppUnderTest({ databaseUrl: app.databaseUrl });
  await app.graphql('mutation { createProject(input: {name: "theirs"}) { project { name } } }');
  ours = new DeploymentSeed(app);
  theirs = new DeploymentSeed(app, { project: 'theirs' });
}, 60_000);

afterAll(async () => {
  await other.close();
  await app.close();
});

const deploymentOf = (name: string) => ({
  input: {
    deployment: `production/${name}`,
    createEnvironment: true,
    bindings: [{ modelVersion: `${name}_model@1`, trafficPercent: 100 }],
  },
});

/** Sends one while the other is held just before its commit, and gives the codes of both. */
async function heldAtCommit(first: () => Promise<unknown>, second: () => Promise<{ errors: readonly object[] }>) {
  const holder = await app.database.openSession();
  const query = (text: string) => holder.query({ name: '', text });
  try {
    // Whatever changes something leaves its record last.
    await query('begin');
    await query('lock table change in exclusive mode');
    const one = first();
    await sleep(300);
    const two = second();
    await sleep(300);
    await query('rollback');
    await one;
    return (await two).errors;
  } finally {
    await holder.close();
  }
}

describe('a deployment that is made while a guard looks', () => {
  it.each([
    ['of the same project', 'own', () => ours],
    ['of another project', 'far', () => theirs],
  ])('is waited for, and then seen: %s', async (_where, name, seedOf) => {
    const seed = seedOf();
    const data = await ours.datasetVersion(name);
    await seed.featureSet(`${name}_set`, ['mean'], [{ dataset: `default::${data.label}`, columns: ['delay'] }]);
    await seed.modelVersion(`${name}_model`, { signature: [`${name}_set:mean`] });
    const columns = [{ name: 'origin', type: 'STRING' }];

    const errors = await heldAtCommit(
      () => app.graphql(DEPLOY, deploymentOf(name), seed.as),
      () =>
        other.graphqlAnswer(REGISTER, { input: { dataset: name, digest: 'sha256:less', location: 's3://x', columns } }),
    );

    expect(errors).toMatchObject([
      { extensions: { code: 'FAILED_PRECONDITION', dependants: [{ label: `production/${name}` }] } },
    ]);
  });

  it('waits for the guard, where that came first, and is refused what was deleted', async () => {
    await ours.modelVersion('late_model');

    const errors = await heldAtCommit(
      () => other.graphql(DELETE, { input: { id: 'late_model@1' } }),
      () => app.graphqlAnswer(DEPLOY, deploymentOf('late')),
    );

    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });

  it('never stands on what went away at the same time', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const name = `raced_${round}`;
      await ours.featureSet(`${name}_set`, ['mean']);
      await ours.modelVersion(`${name}_model`, { signature: [`${name}_set:mean`] });
      const [guarded, input] =
        round % 2 === 0
          ? [DROP, { featureSetVersion: `${name}_set@1`, dryRun: false }]
          : [DELETE, { id: `${name}_model@1` }];

      const [deployed, done] = await Promise.all([
        app.graphqlAnswer(DEPLOY, deploymentOf(name)),
        other.graphqlAnswer(guarded, { input }),
      ]);

      const codes = [...deployed.errors, ...done.errors].map(({ extensions }) => extensions.code);
      expect(codes.every((code) => ['FAILED_PRECONDITION', 'NOT_FOUND'].includes(String(code)))).toBe(true);
      if (guarded === DELETE) expect(codes).toHaveLength(1);
    }
  });
});
