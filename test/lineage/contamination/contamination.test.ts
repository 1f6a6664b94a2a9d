import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fromPublicId } from '../../../src/graph/nodes/node-id.js';
import { selectKeysOnline } from '../../../src/lineage/contamination/contaminated-rows.sql.js';
import { findTaint } from '../../../src/lineage/contamination/tainted-storage.js';
import { DeploymentSeed } from '../../deployments/deployment-seed.js';
import { at } from '../../features/airport-set.js';
import { eventually } from '../../support/eventually.js';
import { makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ContaminationWorld } from './contamination-world.js';

let app: AppUnderTest;
let world: ContaminationWorld;
let seed: DeploymentSeed;
let bad: string;
let good: string;

const row = (airport: string, hour: number, n: number) => ({ airport, event_time: at(hour), n });
const byLabel = <T extends { readonly node: { readonly label: string } }>(nodes: readonly T[]) =>
  nodes.map(({ node }) => node.label).sort();

/*   raw@1 ──▶ bad run ──▶ traffic@1 (SEA, DEN, ORD)            raw@2 ──▶ good run ──▶ traffic@1 (ORD again, SFO)
 *   traffic@1 ──▶ training@1 ──▶ delay@1 ──▶ production/delay (70 %)   other@1, which reads the same, 30 %    */
beforeAll(async () => {
  app = await startAppUnderTest();
  world = new ContaminationWorld(app);
  seed = new DeploymentSeed(app);
  await world.register('raw');
  await world.register('raw');
  await world.publish('traffic');
  bad = await world.ingest(
    'traffic',
    ['SEA', 'DEN', 'ORD'].map((key) => row(key, 1, 1)),
    'raw@1',
  );
  good = await world.ingest('traffic', [row('ORD', 2, 2), row('SFO', 2, 2)], 'raw@2');
  await seed.datasetVersion('learnt', { derivedFrom: ['raw@1'] });
  await seed.modelVersion('delay', { signature: ['traffic@1:n'], trainedOn: ['learnt@1'] });
  await world.publish('elsewhere');
  await seed.modelVersion('other', { signature: ['elsewhere@1:n'] });
  await seed.deploy('production/delay', { 'delay@1': 70, 'other@1': 30 });
}, 60_000);

afterAll(() => app.close());

describe('contamination of a dataset version', () => {
  it('is everything made from it, what is live, and which rows its ingest wrote that are still served', async () => {
    const found = await world.ask('raw@1');

    expect(byLabel(found.nodes.filter(({ node }) => node.kind !== 'RUN'))).toEqual([
      'delay@1',
      'learnt@1',
      'production/delay',
      'traffic@1',
    ]);
    expect(found.nodes.filter(({ node }) => node.kind === 'RUN').map(({ node }) => node.id)).toEqual([bad]);
    expect(found.count).toBe(5);
    expect(found.countsByKind).toHaveLength(5);
    expect(found.liveDeployments).toEqual([
      { trafficPercent: 70, deployment: { label: 'production/delay' }, modelVersions: [{ label: 'delay@1' }] },
    ]);
    expect(found.rows).toEqual([
      {
        featureSetVersion: { label: 'traffic@1' },
        currentRows: 2,
        historyRows: 1,
        unattributedRows: 0,
        unattributedRuns: [],
      },
    ]);
    expect(found).toMatchObject({ complete: true, incompleteBecause: null });
    expect(await world.keys('raw@1', 'traffic@1', 1)).toEqual(['DEN', 'SEA']);
  });

  it('is the same of the run, but for what was made from the dataset alone', async () => {
    const found = await world.ask(bad);

    expect(byLabel(found.nodes)).toEqual(['delay@1', 'production/delay', 'traffic@1']);
    expect(found.rows).toMatchObject([{ currentRows: 2, historyRows: 1 }]);
    expect(await world.keys(good, 'traffic@1')).toEqual(['ORD', 'SFO']);
  });

  it('without a version is that of the newest one, and of something else an error', async () => {
    expect((await world.ask('raw')).rows).toMatchObject([{ currentRows: 2, historyRows: 0 }]);
    for (const ref of ['delay@1', 'raw@9', 'nothing']) {
      const error = await app.graphqlError('query ($of: Ref!) { contamination(of: $of) { count } }', {
        of: ref,
      });
      expect(error.extensions.code).toBe('NOT_FOUND');
    }
  });

  it('tells of rows that are gone no more, and of those that somebody has written without naming a run that it may be more', async () => {
    const label = await world.publish('dropped');
    const run = await world.ingest(label, [row('SEA', 1, 1)], 'raw@1');
    await world.write(label, [row('DEN', 1, 1)]);
    expect((await world.ask(run)).rows).toMatchObject([{ currentRows: 1, historyRows: 0, unattributedRows: 1 }]);

    await app.graphql(
      'mutation { dropFeatureRows(input: {featureSetVersion: "dropped@1", dryRun: false}) { onlineRows } }',
    );

    expect((await world.ask(run)).rows).toMatchObject([{ currentRows: 0, historyRows: 0, unattributedRows: 0 }]);
    expect(await world.keys(run, label)).toEqual([]);
  });
});

describe('a run that is only said to have written', () => {
  it('makes the answer incomplete: nobody knows which rows', async () => {
    const label = await world.publish('said');
    const run = await world.startRun();
    await world.write(label, [row('SEA', 1, 1)]);
    await app.graphql('mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }', {
      input: { run, outputs: [{ ref: label }] },
    });

    const found = await world.ask(run);

    expect(found).toMatchObject({ complete: false, incompleteBecause: 'UNATTRIBUTED' });
    expect(found.rows).toMatchObject([{ currentRows: 0, unattributedRows: 1, unattributedRuns: [{ id: run }] }]);
  });

  it('but not where what it wrote stood there already', async () => {
    const label = await world.publish('again');
    const [first, second] = [await world.startRun(), await world.startRun()];
    for (const run of [first, second]) await world.write(label, [row('SEA', 1, 1)], run);

    expect(await world.ask(second)).toMatchObject({ complete: true, rows: [{ currentRows: 0, historyRows: 0 }] });
    expect(await world.ask(first)).toMatchObject({ complete: true, rows: [{ currentRows: 1 }] });
  });
});

describe('keys', () => {
  const KEYS = 'query ($of: Ref!) { contamination(of: $of) { count rows { currentRows entities { nodes { key } } } } }';

  it('are for whoever may read features, of sensitive sets for whoever may read those; the rest is for all', async () => {
    const label = await world.publish('secret');
    const run = await world.ingest(label, [row('SEA', 1, 1)], 'raw@1');
    await app.graphql('mutation { markSensitive(input: {featureSet: "secret", sensitive: true}) { changed } }');
    const of = { of: run };
    const reader = { key: (await makeKey(app, { role: 'READER' })).key };
    const writer = { key: (await makeKey(app, { role: 'WRITER' })).key };
    const owner = { key: (await makeKey(app, { role: 'OWNER' })).key };
    await eventually(async () => expect((await app.http.inject('/v1/openapi.yml')).statusCode).toBe(401));

    for (const key of [reader, writer]) {
      const { data, errors } = await app.graphqlAnswer(KEYS, of, key);
      expect(data).toEqual({ contamination: { count: 1, rows: [{ currentRows: 1, entities: null }] } });
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    }
    expect((await app.graphqlAnswer(KEYS, { of: bad }, writer)).errors).toEqual([]);
    expect((await app.graphqlAnswer(KEYS, of, owner)).errors).toEqual([]);
  });

  it('are the same where so much was written that what is online is looked through, so many rows a page', async () => {
    const kinds = { has: (kind: string): kind is Uppercase<string> => kind !== '' };
    const runIds = [fromPublicId(bad, kinds)?.id ?? ''];
    const [{ storage } = { storage: 0 }] = (await app.database.dataSource.query(
      `select storage from feature_set_version v join node n using (id) where n.label = 'traffic@1'`,
    )) as { storage: number }[];
    const tainted = (await findTaint(app.database, runIds, [storage])).storages.get(storage);
    if (tainted === undefined) throw new Error('nothing was written');
    for (const look of [1, 2, 3, 10]) {
      const found: string[] = [];
      for (let after: string | undefined = ''; after !== undefined; ) {
        const page = { after, first: 1, look };
        const { rows, lookedUntil } = await selectKeysOnline(
          app.database,
          tainted,
          runIds,
          page,
          new AbortController().signal,
        );
        found.push(...rows.slice(0, 1).map(({ key }) => key));
        after = rows.length > 1 ? rows[0]?.key : lookedUntil;
      }
      expect(found).toEqual(['["DEN"]', '["SEA"]']);
    }
  });
});
