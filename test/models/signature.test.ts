import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadModelVersionFacts } from '../../src/models/versions/model-version.sql.js';
import { recordStatements } from '../support/postgres/record-statements.js';
import { runSql } from '../support/postgres/run-sql.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { ModelSeed } from './model-seed.js';

let app: AppUnderTest;
let seed: ModelSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new ModelSeed(app);
  await seed.featureSet('traffic', ['delay', 'flights']);
  await seed.featureSet('weather', ['wind', 'rain']);
});

afterAll(() => app.close());

async function signatureOf(ref: string): Promise<string[]> {
  const { modelVersion } = await app.graphql<{ modelVersion: { signature: { ref: string }[] } }>(
    'query ($ref: Ref!) { modelVersion(ref: $ref) { signature { ref } } }',
    { ref },
  );
  return modelVersion.signature.map((feature) => feature.ref);
}

describe('a signature', () => {
  it('keeps the features of several feature sets in the order given', async () => {
    await seed.modelVersion('ordered', {
      signature: ['weather:rain', 'traffic:flights', 'weather:wind', 'traffic:delay'],
    });

    expect(await signatureOf('ordered')).toEqual([
      'weather@1:rain',
      'traffic@1:flights',
      'weather@1:wind',
      'traffic@1:delay',
    ]);
  });

  it('takes all features of a set in the order of its definition', async () => {
    await seed.modelVersion('all_of_it', { signature: ['weather:rain', 'traffic:*', 'weather@1:wind'] });

    expect(await signatureOf('all_of_it')).toEqual([
      'weather@1:rain',
      'traffic@1:delay',
      'traffic@1:flights',
      'weather@1:wind',
    ]);
  });

  it('stays with the version that was the newest when it was registered', async () => {
    await seed.featureSet('moving', ['speed']);
    await seed.modelVersion('pinned', { signature: ['moving:speed'] });

    await seed.featureSet('moving', ['speed', 'height']);
    await seed.modelVersion('pinned', { signature: ['moving:speed'] });

    expect(await signatureOf('pinned@1')).toEqual(['moving@1:speed']);
    expect(await signatureOf('pinned@2')).toEqual(['moving@2:speed']);
  });

  it('may hold the same feature of two versions of a set', async () => {
    await seed.featureSet('twice', ['speed']);
    await seed.featureSet('twice', ['speed', 'height']);

    await seed.modelVersion('both', { signature: ['twice@2:speed', 'twice@1:speed'] });

    expect(await signatureOf('both')).toEqual(['twice@2:speed', 'twice@1:speed']);
  });

  it('says of each feature where it stands, what it is and where it comes from', async () => {
    await seed.modelVersion('described', { signature: ['weather:rain', 'traffic:delay'] });

    const { modelVersion } = await app.graphql<{ modelVersion: unknown }>(`{ modelVersion(ref: "described") {
      signature { position ref name type description featureSetVersion { label } } } }`);

    expect(modelVersion).toEqual({
      signature: [
        {
          position: 0,
          ref: 'weather@1:rain',
          name: 'rain',
          type: 'FLOAT64',
          description: 'The rain.',
          featureSetVersion: { label: 'weather@1' },
        },
        {
          position: 1,
          ref: 'traffic@1:delay',
          name: 'delay',
          type: 'FLOAT64',
          description: 'The delay.',
          featureSetVersion: { label: 'traffic@1' },
        },
      ],
    });
  });

  it('stands in one edge per feature set version and nowhere else', async () => {
    await seed.modelVersion('drawn', { signature: ['weather:rain', 'traffic:delay', 'weather:wind'] });

    const edges = await runSql(
      app.databaseUrl,
      `select s.label as source, e.attributes from edge e join node s on s.id = e.src join node d on d.id = e.dst
       where d.label = 'drawn@1' and e.kind = 'SIGNATURE' order by 1`,
    );

    expect(edges).toEqual([
      { source: 'traffic@1', attributes: { features: [{ name: 'delay', position: 1 }] } },
      {
        source: 'weather@1',
        attributes: {
          features: [
            { name: 'rain', position: 0 },
            { name: 'wind', position: 2 },
          ],
        },
      },
    ]);
  });

  it('is still told after its feature set was deleted', async () => {
    await seed.featureSet('short_lived', ['speed']);
    await seed.modelVersion('outlives', { signature: ['short_lived:*'] });

    await seed.delete('short_lived');

    expect(await signatureOf('outlives@1')).toEqual(['short_lived@1:speed']);
  });

  it('costs as many statements for thirty versions as for one', async () => {
    for (let i = 0; i < 30; i++) await seed.modelVersion('many', { signature: ['weather:rain', 'traffic:*'] });
    const ask = (first: number) =>
      recordStatements(app, () =>
        app.graphql(
          `query ($first: Int!) { model(name: "many") { versions(first: $first) { nodes {
             model { name } aliases trainedOn { label } run { id }
             signature { ref featureSetVersion { label } } } } } }`,
          { first },
        ),
      );

    const [one, thirty] = [await ask(1), await ask(30)];

    expect(thirty).toHaveLength(one.length);
  });

  it('is among the facts that a frozen lineage keeps, in its order', async () => {
    await seed.modelVersion('frozen', {
      artifact: { uri: 's3://frozen', digest: 'sha256:frozen' },
      metrics: [{ name: 'auc', value: 0.9 }],
      signature: ['weather:rain', 'traffic:delay', 'weather:wind'],
    });
    const [node] = await runSql<{ id: string }>(app.databaseUrl, `select id from node where label = 'frozen@1'`);

    const facts = await loadModelVersionFacts(app.database, [node?.id ?? '']);

    expect([...facts.values()]).toEqual([
      {
        artifact: { uri: 's3://frozen', digest: 'sha256:frozen', format: null, bytes: null },
        metrics: [{ name: 'auc', value: 0.9 }],
        signature: ['weather@1:rain', 'traffic@1:delay', 'weather@1:wind'],
      },
    ]);
  });
});
