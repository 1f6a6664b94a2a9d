import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DELETE_NODE } from '../models/model-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { DeploymentSeed, sharesOf } from './deployment-seed.js';
import { stepBack } from './step-back.js';

let app: AppUnderTest;
let seed: DeploymentSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new DeploymentSeed(app);
});

afterAll(() => app.close());

interface Stay {
  readonly alias: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

async function staysOf(model: string): Promise<Stay[]> {
  const answer = await app.graphql<{ model: { aliasHistory: { edges: { node: Stay }[] } } }>(
    `query ($model: String!) { model(name: $model) { aliasHistory { edges { node { alias validFrom validTo } } } } }`,
    { model },
  );
  return answer.model.aliasHistory.edges.map(({ node }) => node);
}

const lasts = ({ validFrom, validTo }: { validFrom: string; validTo: string | null }) =>
  validTo === null || Date.parse(validTo) >= Date.parse(validFrom);

describe('a clock that steps back', () => {
  it('leaves one split of the traffic, and none that ends before it begins', async () => {
    const [one, other] = [await seed.modelVersion('split'), await seed.modelVersion('split')];
    await seed.deploy('production/split', { [one.label]: 100 });
    await stepBack(app);
    await seed.deploy('production/split', { [one.label]: 40, [other.label]: 60 });
    await stepBack(app);
    await seed.deploy('production/split', { [other.label]: 100 });

    const { bindings, history } = await seed.bindings('production/split');

    expect(sharesOf(bindings)).toEqual([[other.label, 100]]);
    expect(history).toHaveLength(4);
    expect(history.every(lasts)).toBe(true);
  });

  it('leaves an alias one place, and no stay that ends before it began', async () => {
    const [one, other] = [await seed.modelVersion('named'), await seed.modelVersion('named')];
    await seed.setAlias(one.label, 'champion');
    await stepBack(app);
    await seed.setAlias(other.label, 'champion');
    await stepBack(app);
    await app.graphql(DELETE_NODE, { id: other.id });

    const stays = await staysOf('named');

    expect(stays).toHaveLength(2);
    expect(stays.every(lasts)).toBe(true);
    expect(stays.filter(({ validTo }) => validTo === null)).toEqual([]);
  });

  it('deletes nothing before it was made', async () => {
    const { id } = await seed.modelVersion('gone');
    await stepBack(app);
    await app.graphql(DELETE_NODE, { id });

    const { node } = await app.graphql<{ node: { createdAt: string; deletedAt: string } }>(
      'query ($id: ID!) { node(id: $id) { createdAt deletedAt } }',
      { id },
    );
    expect(Date.parse(node.deletedAt)).toBeGreaterThanOrEqual(Date.parse(node.createdAt));
  });
});
