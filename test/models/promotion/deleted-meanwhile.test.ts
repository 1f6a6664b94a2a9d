import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { casesOf } from '../../support/cases.js';
import { eventually } from '../../support/eventually.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { PromotionSeed } from './promotion-seed.js';

const ROUNDS = casesOf(3, 300);
let app: AppUnderTest;
let seed: PromotionSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new PromotionSeed(app);
});

afterAll(() => app.close());

const WAYS: Record<string, (model: string) => Promise<string | undefined>> = {
  promote: async (model) => {
    const { error } = await seed.try('promote', {
      modelVersion: `${model}@2`,
      to: 'champion',
      expectedCurrent: `${model}@1`,
    });
    return error?.extensions.code;
  },
  setAlias: (model) => tryIt(`setAlias(input: { modelVersion: "${model}@2", alias: "champion" }) { changed }`),
  setStage: (model) => tryIt(`setStage(input: { modelVersion: "${model}@2", stage: "Production" }) { changed }`),
};

async function tryIt(field: string): Promise<string | undefined> {
  const { errors } = await app.graphqlAnswer(`mutation { ${field} }`);
  return errors[0]?.extensions.code;
}

interface Answer {
  readonly model: {
    readonly alias: { readonly modelVersion: { readonly label: string } } | null;
    readonly history: { readonly nodes: readonly { readonly kind: string; readonly to: string | null }[] };
  };
}

it.each(Object.keys(WAYS))('gives nothing to a version that is deleted at that moment: %s', async (way) => {
  for (let round = 0; round < ROUNDS; round++) {
    const model = `${way.toLowerCase()}_${round}`;
    await seed.version(model, {});
    await seed.version(model, {});
    await seed.try('promote', { modelVersion: `${model}@1`, to: 'champion' });
    const deleting = tryIt(`deleteNode(input: { id: "${model}@2" }) { node { id } }`);
    const [code, deleted] = await Promise.all([WAYS[way]?.(model), deleting]);
    expect([undefined, 'NOT_FOUND']).toContain(code);
    expect(deleted).toBeUndefined();
    const { model: found } = await app.graphql<Answer>(
      'query ($ref: Ref!) { model(ref: $ref) { alias(name: "champion") { modelVersion { label } } history { nodes { kind to } } } }',
      { ref: model },
    );
    const aliases = found.history.nodes.filter(({ kind }) => kind === 'ALIAS');
    // What the history said last is what is so.
    expect(found.alias?.modelVersion.label ?? null).toBe(aliases[0]?.to);
    if (code === 'NOT_FOUND') expect(found.alias?.modelVersion.label).toBe(`${model}@1`);
  }
});

it.each(Object.keys(WAYS))('waits for whoever is deleting the version, and then gives it nothing: %s', async (way) => {
  const model = `held_${way.toLowerCase()}`;
  await seed.version(model, {});
  await seed.version(model, {});
  await seed.try('promote', { modelVersion: `${model}@1`, to: 'champion' });
  const deleting = app.database.dataSource.createQueryRunner();
  await deleting.startTransaction();
  // As deleteNode does.
  await deleting.query('select from node where label = $1 for update', [`${model}@2`]);
  await deleting.query('update node set deleted_at = now(), deleted_by = $2 where label = $1', [`${model}@2`, 'eve']);
  let settled = false;
  const giving = WAYS[way]?.(model).finally(() => {
    settled = true;
  });
  await eventually(async () => {
    const [{ waiting }] = await app.database.dataSource.query(
      "select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    );
    if (waiting === 0 && !settled) throw new Error('nobody waits yet');
  });
  await deleting.commitTransaction();
  await deleting.release();
  expect(await giving).toBe('NOT_FOUND');
  expect(await seed.champion(model)).toBe(`${model}@1`);
});
