import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lookUp, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { createTrainingSet } from '../../training-sets/training-client.js';
import { contentsOf, ingest, ndjson } from '../ingest/ingest-client.js';
import { activate, activationsOf, currentOf, M, N, publish, row } from './publishing-client.js';

let app: AppUnderTest;
let url: string;
let names = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

/** A set whose first version has a row of SEA and whose second has an own row of SEA and is not current. */
async function twoVersions(): Promise<string> {
  const name = `set_${++names}`;
  await publish(app, name, [N]);
  await writeRows(app, name, [row('SEA', { n: 1 })]);
  await publish(app, name, [N, M]);
  await writeRows(app, `${name}@2`, [row('SEA', { n: 2, m: 2 })]);
  return name;
}

/** What each door says that the unpinned reference means. */
async function meantThrough(name: string): Promise<Record<string, unknown>> {
  const at = '2026-01-01T02:00:00Z';
  const { body } = await ingest(url, name, ndjson([row('DEN', { n: 7, m: 7 })]), { query: '?on-error=skip' });
  const http = await app.http.inject({
    method: 'POST',
    url: '/v1/features',
    payload: { features: [`${name}:n`], entities: [{ airport: 'SEA' }] },
  });
  const answer = await app.graphql<Record<string, Record<string, unknown>>>(
    `query ($set: Ref!, $f: [Ref!]!, $at: DateTime!, $spine: SpineRows!) {
       asOf: onlineFeatures(features: $f, entities: [{airport: "SEA"}], asOf: $at) { columns { featureSet } }
       history: historicalFeatures(features: $f, spine: $spine) { columns { featureSet } }
       featureSetVersion(ref: $set) { label current }
       lineage(of: [$set]) { roots { label } }
       storedEntities(featureSet: $set) { nodes { key } }
     }`,
    { set: name, f: [`${name}:n`], at, spine: [{ airport: 'SEA', event_time: at }] },
  );
  const training = await createTrainingSet(app, {
    name: `${name}_training`,
    features: [`${name}:n`],
    spine: [{ airport: 'SEA', event_time: at }],
  });
  const { registerModelVersion } = await app.graphql<{
    registerModelVersion: { modelVersion: { signature: unknown } };
  }>(
    `mutation ($f: [Ref!]!, $d: String!) {
       registerModelVersion(input: {model: "reader", artifact: {uri: "s3://m", digest: $d}, signature: $f}) {
         modelVersion { signature { ref } } } }`,
    { f: [`${name}:n`], d: `sha256:${name}-${++names}` },
  );
  const { writeFeatures } = await app.graphql<{ writeFeatures: { featureSetVersion: { label: string } } }>(
    'mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { featureSetVersion { label } } }',
    {
      input: {
        featureSet: name,
        rows: [row('SEA', (await currentOf(app, name))?.endsWith('@1') ? { n: 1 } : { n: 2, m: 2 })],
      },
    },
  );
  return {
    bulk: body.featureSet,
    http: http.json().columns,
    ...answer,
    training: training.datasetVersion?.trainingSet.featureSetVersions,
    signature: registerModelVersion.modelVersion.signature,
    written: writeFeatures.featureSetVersion.label,
  };
}

const everywhere = (name: string, version: number) => ({
  bulk: `${name}@${version}`,
  http: [`${name}@${version}:n`],
  asOf: { columns: [{ featureSet: `${name}@${version}` }] },
  history: { columns: [{ featureSet: `${name}@${version}` }] },
  featureSetVersion: { label: `${name}@${version}`, current: true },
  training: [{ label: `${name}@${version}` }],
  signature: [{ ref: `${name}@${version}:n` }],
  written: `${name}@${version}`,
});

describe('the current version', () => {
  it('is what a reference without a version means through every door, before and after a switch', async () => {
    const name = await twoVersions();
    expect(await meantThrough(name)).toMatchObject(everywhere(name, 1));

    await activate(app, { featureSetVersion: `${name}@2`, force: true, reason: 'DEN is not served any more' });

    expect(await meantThrough(name)).toMatchObject(everywhere(name, 2));
  }, 60_000);

  it('is the first, and a later one at once while the current one has no rows', async () => {
    const name = `set_${++names}`;
    const first = await publish(app, name, [N]);
    const second = await publish(app, name, [M]);
    await writeRows(app, name, [row('SEA', { m: 1 })]);
    const third = await publish(app, name, [N]);
    const fourth = await publish(app, name, [N, M]);

    expect([first, second, third, fourth].map(({ featureSetVersion }) => featureSetVersion)).toEqual([
      { label: `${name}@1`, current: true },
      { label: `${name}@2`, current: true },
      { label: `${name}@3`, current: false },
      { label: `${name}@4`, current: false },
    ]);
    expect(fourth.featureSet?.currentVersion?.label).toBe(`${name}@2`);
    expect((await contentsOf(app, `${name}@2`)).online).toHaveLength(1);
    expect(await activationsOf(app, name)).toMatchObject([
      { from: { label: `${name}@1` }, to: { label: `${name}@2` }, cause: 'PUBLICATION', forced: false, reason: null },
      { from: null, to: { label: `${name}@1` }, cause: 'PUBLICATION' },
    ]);
  });

  it('stays when its definition, or the newest one, is published again', async () => {
    const name = await twoVersions();

    const again = await publish(app, name, [N, M]);

    expect(again).toMatchObject({ created: false, featureSetVersion: { label: `${name}@2`, current: false } });
    expect(await currentOf(app, name)).toBe(`${name}@1`);
  });

  it('counts as having rows when its history alone is left', async () => {
    const name = `set_${++names}`;
    await publish(app, name, [N]);
    const [{ storage }] = await app.database.dataSource.query(
      'select storage from feature_set_version v join node n on n.id = v.id where n.label = $1',
      [`${name}@1`],
    );
    await writeRows(app, name, [row('SEA', { n: 1 })]);
    await app.database.dataSource.query(`delete from feature_online_${storage}`);

    expect((await publish(app, name, [M])).featureSetVersion?.current).toBe(false);
  });

  it('gives way to the next publication once its rows were dropped', async () => {
    const name = await twoVersions();
    await app.graphql(
      'mutation ($r: Ref!) { dropFeatureRows(input: {featureSetVersion: $r, dryRun: false}) { onlineRows } }',
      { r: `${name}@1` },
    );

    expect((await publish(app, name, [M])).featureSetVersion).toEqual({ label: `${name}@3`, current: true });
  });

  it('is asked for by any of its names, and by id', async () => {
    const name = await twoVersions();
    const { featureSet } = await app.graphql<{ featureSet: { id: string } }>(
      'query ($ref: Ref!) { featureSet(ref: $ref) { id } }',
      { ref: name },
    );

    const { columns } = await lookUp(app, [`${featureSet.id}:n`, `${name}@2:n`], [{ airport: 'SEA' }]);

    expect(columns.map(({ ref }) => ref)).toEqual([`${name}@1:n`, `${name}@2:n`]);
  });
});
