import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DELETE_NODE } from '../models/model-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { bindingsOf, DEPLOY, DeploymentSeed, type SeenBinding, type Split } from './deployment-seed.js';

let app: AppUnderTest;
let seed: DeploymentSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new DeploymentSeed(app);
  for (let i = 0; i < 5; i++) await seed.modelVersion('m');
});

afterAll(() => app.close());

const isValidAt = (time: number) => (binding: SeenBinding) =>
  Date.parse(binding.validFrom) <= time && (binding.validTo === null || Date.parse(binding.validTo) > time);

function total(bindings: readonly SeenBinding[]): number {
  return bindings.reduce((sum, binding) => sum + binding.trafficPercent, 0);
}

describe('parallel callers of deploy', () => {
  it('each set a whole split: at every moment the shares add up to 100', async () => {
    const splits: Split[] = Array.from({ length: 30 }, (_, i) =>
      i % 3 === 0 ? { [`m@${(i % 5) + 1}`]: 100 } : { [`m@${(i % 5) + 1}`]: i, [`m@${((i + 1) % 5) + 1}`]: 100 - i },
    );

    const answers = await Promise.all(splits.map((split) => seed.deploy('busy/one', split)));

    const { bindings, history } = await seed.bindings('busy/one');
    const times = history.map((binding) => Date.parse(binding.validFrom));
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(total(bindings)).toBe(100);
    for (const time of times) expect(total(history.filter(isValidAt(time)))).toBe(100);
    // Every change has a time of its own, so none is hidden by the next.
    expect(new Set(times).size).toBe(answers.filter(({ changed }) => changed).length);
  });

  it('with undeploy between them leave either a whole split or none', async () => {
    await seed.deploy('busy/two', { 'm@1': 100 });

    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        i % 4 === 0 ? seed.undeploy('busy/two') : seed.deploy('busy/two', { 'm@1': 50 + i, 'm@2': 50 - i }),
      ),
    );

    const { bindings, history } = await seed.bindings('busy/two');
    const times = history.flatMap(({ validFrom, validTo }) => [validFrom, validTo ?? validFrom]).map(Date.parse);
    expect([0, 100]).toContain(total(bindings));
    for (const time of times) expect([0, 100]).toContain(total(history.filter(isValidAt(time))));
  });

  it('make one environment and one deployment of a name', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => seed.deploy('fresh/one', { 'm@1': 100 })));

    expect(new Set(answers.map(({ deployment }) => deployment.id)).size).toBe(1);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(answers.filter(({ changed }) => changed)).toHaveLength(1);
  });

  it('never go live on what is being deleted at the same time', async () => {
    for (let round = 0; round < 8; round++) {
      await seed.featureSet(`raced_${round}`, ['speed']);
      await seed.modelVersion(`racer_${round}`, { signature: [`raced_${round}:speed`] });
      const bindings = bindingsOf({ [`racer_${round}@1`]: 100 });

      const [deployed, deleted] = await Promise.all([
        app.graphqlAnswer(DEPLOY, { input: { deployment: `race/d${round}`, createEnvironment: true, bindings } }),
        app.graphqlAnswer(DELETE_NODE, { id: `raced_${round}` }),
      ]);

      const refused = [...deployed.errors, ...deleted.errors].map((error) => error.extensions.code);
      expect(refused).toEqual(['FAILED_PRECONDITION']);
    }
  });
});
