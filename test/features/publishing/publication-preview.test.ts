import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lookUp, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { createTrainingSet } from '../../training-sets/training-client.js';
import { currentOf, M, N, PUBLISH, publish, row } from './publishing-client.js';

let app: AppUnderTest;
let names = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const dryRun = { dryRun: true };

/** Every number that publishing would use up, and every row that it would leave. */
async function traces(): Promise<unknown> {
  const [found] = await app.database.dataSource.query(
    `select (select last_value from feature_storage) as storage, (select is_called from feature_storage) as called,
       (select count(*) from node) as nodes, (select sum(last_version) from node) as versions, (select count(*) from edge) as edges,
       (select count(*) from feature_set_activation) as activations, (select count(*) from pg_class) as relations,
       (select last_value from edge_id_seq) as edge, (select last_value from feature_set_activation_id_seq) as activation`,
  );
  return found;
}

describe('a dry run of publishFeatureSet', () => {
  it('says that a first version would be made and current, and writes nothing', async () => {
    const name = `set_${++names}`;
    await publish(app, `${name}_other`, [N]);
    const before = await traces();

    const answer = await publish(app, name, [N], dryRun);

    expect(answer).toMatchObject({
      created: true,
      featureSet: null,
      featureSetVersion: null,
      publication: { version: 1, becomesCurrent: true, currentVersion: null, comparison: null, modelVersions: [] },
    });
    expect(await traces()).toEqual(before);
    expect((await publish(app, name, [N])).featureSetVersion?.label).toBe(`${name}@1`);
  });

  it('says what would change and for whom', async () => {
    const name = `set_${++names}`;
    await publish(app, name, [N]);
    await writeRows(app, name, [row('SEA', { n: 1 })]);
    await createTrainingSet(app, {
      name: `${name}_training`,
      features: [`${name}:*`],
      spine: [row('SEA', {}, 2)],
    });
    await app.graphql(
      `mutation ($f: [Ref!]!) {
         a: registerModelVersion(input: {model: "reader_of_it", artifact: {uri: "s3://m", digest: "sha256:m"}, signature: $f}) { created }
         b: registerModelVersion(input: {model: "other", artifact: {uri: "s3://m", digest: "sha256:m"}}) { created }
       }`,
      { f: [`${name}:n`] },
    );
    await app.graphql(
      `mutation { deploy(input: {deployment: "production/reads-it", createEnvironment: true, bindings: [{modelVersion: "reader_of_it@1", trafficPercent: 100}]}) { created } }`,
    );
    for (let lookup = 0; lookup < 3; lookup++) await lookUp(app, [`${name}:n`, `${name}:*`], [{ airport: 'SEA' }]);
    await lookUp(app, [`${name}@1:n`], [{ airport: 'SEA' }]);
    await app.http.inject({
      method: 'POST',
      url: '/v1/features',
      payload: { features: [`${name}:n`], entities: [{ airport: 'SEA' }] },
    });
    const before = await traces();

    const { publication, ...answer } = await publish(app, name, [M], dryRun);

    expect(answer).toMatchObject({ created: true, featureSetVersion: null, featureSet: {} });
    expect(publication).toMatchObject({
      version: 2,
      becomesCurrent: false,
      currentVersion: { label: `${name}@1` },
      comparison: { added: ['m'], removed: ['n'], compatible: false },
      unpinnedLookups: 4,
      trainingSets: [{ label: `${name}_training@1` }],
      modelVersions: [{ label: 'reader_of_it@1' }],
      deployments: [{ label: 'production/reads-it' }],
      trainingSetCount: 1,
      modelVersionCount: 1,
      deploymentCount: 1,
    });
    expect(publication?.because).toContain(`${name}@1 is current and has rows`);
    expect(await traces()).toEqual(before);
    expect(await currentOf(app, name)).toBe(`${name}@1`);
  }, 60_000);

  it('counts the requests that were answered, and no others', async () => {
    const name = `set_${++names}`;
    await publish(app, name, [N]);
    const count = async () => (await publish(app, name, [M], dryRun)).publication?.unpinnedLookups;
    const history = (spine: object[]) =>
      app.graphql('query ($f: [Ref!]!, $s: SpineRows!) { historicalFeatures(features: $f, spine: $s) { values } }', {
        f: [`${name}:n`],
        s: spine,
      });

    await expect(lookUp(app, [`${name}:n`], [{ port: 'SEA' }])).rejects.toThrow('BAD_USER_INPUT');
    await expect(history([{ airport: 'SEA', event_time: 'soon' }])).rejects.toThrow('BAD_USER_INPUT');
    expect(await count()).toBe(0);
    await lookUp(app, [`${name}:n`], [{ airport: 'SEA' }]);
    expect(await count()).toBe(1);
    await history([{ airport: 'SEA', event_time: '2026-01-01T00:00:00Z' }]);
    expect(await count()).toBe(2);
  });

  it('lists readers that there are, however many newer ones were deleted, and says how many', async () => {
    const name = `set_${++names}`;
    await publish(app, name, [N]);
    await writeRows(app, name, [row('SEA', { n: 1 })]);
    await app.graphql(
      `mutation ($f: [Ref!]!) { registerModelVersion(input: {model: "${name}_model", artifact: {uri: "s3://m", digest: "sha256:m"}, signature: $f}) { created } }`,
      { f: [`${name}:n`] },
    );
    // As if a thousand newer ones had been registered and deleted.
    await app.database.dataSource.query(
      `with model as (select * from node where label = $1),
        made as (
          insert into node (id, kind, project, name, parent_id, version, logical, label, created_by, deleted_at, deleted_by)
          select ('ffffffff-ffff-7fff-bfff-' || lpad(number::text, 12, '0'))::uuid, kind, project, name, parent_id, 1 + number, logical,
            label || number, created_by, now(), 'somebody' from model, generate_series(1, 1000) number
          returning id)
       insert into edge (src, dst, kind, valid_from) select e.src, made.id, e.kind, e.valid_from from edge e, model m, made
       where e.dst = m.id and e.kind = 'SIGNATURE'`,
      [`${name}_model@1`],
    );

    const { publication } = await publish(app, name, [M], dryRun);

    expect(publication).toMatchObject({ modelVersions: [{ label: `${name}_model@1` }], modelVersionCount: 1 });
  });

  it.each([
    ['without rows', false],
    ['with rows', true],
  ])('foretells what becomes of a current version %s', async (_, filled) => {
    const name = `set_${++names}`;
    await publish(app, name, [N]);
    if (filled) await writeRows(app, name, [row('SEA', { n: 1 })]);

    const { publication } = await publish(app, name, [M], dryRun);
    const { featureSetVersion } = await publish(app, name, [M]);

    expect(publication?.becomesCurrent).toBe(!filled);
    expect(featureSetVersion).toEqual({ label: `${name}@${publication?.version}`, current: !filled });
  });

  it('says that nothing would change for the definition that is there', async () => {
    const name = `set_${++names}`;
    await publish(app, name, [N]);

    expect(await publish(app, name, [N], dryRun)).toMatchObject({
      created: false,
      featureSetVersion: { label: `${name}@1`, current: true },
      publication: { version: 1, becomesCurrent: false, comparison: { added: [], removed: [], compatible: true } },
    });
  });

  it.each([
    ['an unknown entity', { entity: 'nowhere' }, 'NOT_FOUND'],
    ['a clash with the join key', { features: [{ name: 'airport', type: 'STRING' }] }, 'BAD_USER_INPUT'],
    ['an unknown source', { features: [{ ...N, sources: [{ dataset: 'none', columns: ['x'] }] }] }, 'NOT_FOUND'],
    ['an unknown run', { run: 'run_01h455vb4pex5vsknk084sn02q' }, 'NOT_FOUND'],
    ['a description too long', { description: 'x'.repeat(20_001) }, 'BAD_USER_INPUT'],
  ])('refuses what publishing refuses: %s', async (_, wrong, code) => {
    const set = { name: `set_${++names}`, entity: 'airport', features: [N], ...wrong };

    const dry = await app.graphqlError(PUBLISH, { set: { ...set, ...dryRun } });
    const real = await app.graphqlError(PUBLISH, { set });

    expect(dry.extensions.code).toBe(code);
    expect(dry.message).toBe(real.message);
  });
});
