import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeploymentSeed } from '../../deployments/deployment-seed.js';
import { ACTIVATE } from '../../features/publishing/publishing-client.js';
import { eventually } from '../../support/eventually.js';
import { makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { computedFrom, guardedActs, READERS } from './guarded-acts.js';

const override = { reason: 'the source is gone' };
/** Whoever may not override may not do this at all. */
const DROPS = 'feature-set:drop-rows';
const CHANGES = `query ($of: [Ref!], $actions: [String!]) {
  changes(of: $of, actions: $actions, order: NEWEST_FIRST, first: 100) { nodes { reason details } }
}`;

const WRITE = 'mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written } }';
const LOOKUP =
  'query ($features: [Ref!]!) { onlineFeatures(features: $features, entities: [{airport: "SEA"}]) { statuses } }';
const TIME = '2026-01-01T00:00:00Z';

let app: AppUnderTest;
let seed: DeploymentSeed;
let theirs: DeploymentSeed;
let admin: { readonly key: string };
let writer: { readonly key: string };
let made = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  await app.graphql('mutation { createProject(input: {name: "secrets"}) { project { name } } }');
  const { key } = await makeKey(app, { role: 'OWNER' });
  admin = await makeKey(app, { role: 'ADMIN', project: 'default' });
  writer = await makeKey(app, { role: 'WRITER', project: 'default' });
  await eventually(async () => expect((await app.http.inject('/v1/openapi.yml')).statusCode).toBe(401));
  seed = new DeploymentSeed(app, { key });
  theirs = new DeploymentSeed(app, { key, project: 'secrets' });
}, 60_000);

afterAll(() => app.close());

describe('each act that is guarded', () => {
  it.each(Object.keys(READERS))(
    'is refused, overridden by who may, and kept with the reason, where it would break %s',
    async (reader) => {
      const name = `d${++made}`;
      await seed.datasetVersion(name);
      const label = await READERS[reader]?.(seed, name);
      const acts = guardedActs(name);

      for (const { name: what, action, document, input } of acts) {
        const error = await app.graphqlError(document, { input }, admin);
        expect([what, error.extensions]).toMatchObject([
          what,
          { code: 'FAILED_PRECONDITION', dependants: [{ label }], way: expect.arrayContaining([label]) },
        ]);
        expect(error.message).toContain(`${label} depends on it and is live`);
        const forbidden = await app.graphqlError(document, { input: { ...input, override } }, writer);
        expect([what, forbidden.extensions]).toMatchObject([
          what,
          { code: 'FORBIDDEN', action: action === DROPS ? DROPS : 'guard:override' },
        ]);
      }
      const { id } = await read<{ id: string }>(label ?? '');
      for (const { document, input } of acts) await app.graphql(document, { input: { ...input, override } }, admin);

      const { changes } = await app.graphql<Changes>(
        CHANGES,
        { of: [id], actions: acts.map(({ action }) => action) },
        admin,
      );
      const kept = { reason: override.reason, details: { override: { reason: override.reason, live: [id] } } };
      expect(changes.nodes).toMatchObject(acts.map(() => kept));
    },
  );

  it('is refused where only who may not be seen would break, which is not told; it takes the right to override there too', async () => {
    const name = `d${++made}`;
    await seed.datasetVersion(name);
    await computedFrom(seed, name, name);
    await computedFrom(theirs, 'secret', `default::${name}@1`);
    const { startRun } = await app.graphql<{ startRun: { run: { id: string } } }>(
      'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }',
      { input: { type: 'TRAINING', inputs: [{ ref: `default::${name}_set@1` }] } },
      theirs.as,
    );
    await theirs.modelVersion('secret_model', { signature: ['secret_set:mean'], run: startRun.run.id });
    await theirs.deploy('secret_place/secret_name', { 'secret_model@1': 100 });

    for (const { name: what, document, input } of guardedActs(name)) {
      const refused = await app.graphqlError(document, { input }, admin);
      const overridden = await app.graphqlError(document, { input: { ...input, override } }, admin);

      expect([what, refused.extensions.code, overridden.extensions.code]).toEqual([
        what,
        'FAILED_PRECONDITION',
        'FORBIDDEN',
      ]);
      for (const error of [refused, overridden]) {
        expect(error.message).toContain('something in a project that you may not see (1)');
        expect(JSON.stringify(error)).not.toContain('secret');
      }
    }
    const { bindings } = await theirs.bindings('secret_place/secret_name');
    expect(bindings).toHaveLength(1);
    for (const { document, input } of guardedActs(name))
      await app.graphql(
        document,
        { input: { ...input, override } },
        theirs.as.key === undefined ? {} : { key: theirs.as.key },
      );
  });
});

describe('activating a version that lacks a feature', () => {
  it('is refused with how much names no version, whoever pins one; to force it is to override it', async () => {
    const name = `d${++made}`;
    await computedFrom(seed, name, (await seed.datasetVersion(name)).label);
    const write = (ref: string, feature: string) =>
      app.graphql(
        WRITE,
        { input: { featureSet: ref, rows: [{ airport: 'SEA', [feature]: 1, event_time: TIME }] } },
        admin,
      );
    await write(`${name}_set`, 'mean');
    await app.graphql(LOOKUP, { features: [`${name}_set:mean`] }, admin);
    await seed.modelVersion(`${name}_model`, { signature: [`${name}_set:mean`] });
    await seed.deploy(`production/${name}`, { [`${name}_model@1`]: 100 });
    await seed.featureSet(`${name}_set`, ['share']);
    await write(`${name}_set@2`, 'share');
    const input = { featureSetVersion: `${name}_set@2` };

    // What was done in the last second is not counted yet.
    await eventually(async () =>
      expect((await app.graphqlError(ACTIVATE, { input }, writer)).extensions).toMatchObject({
        code: 'FAILED_PRECONDITION',
        current: `${name}_set@1`,
        removed: ['mean'],
        movedLookups: 1,
        movedWrites: 1,
      }),
    );
    for (const more of [{ override }, { force: true, reason: override.reason }]) {
      const { extensions } = await app.graphqlError(ACTIVATE, { input: { ...input, ...more } }, writer);
      expect(extensions).toMatchObject({ code: 'FORBIDDEN', action: 'guard:override' });
    }
    await app.graphql(ACTIVATE, { input: { ...input, force: true, reason: override.reason } }, admin);
    await app.graphql(ACTIVATE, { input: { featureSetVersion: `${name}_set@1`, override } }, admin);

    const { changes } = await app.graphql<Changes>(
      CHANGES,
      { of: [`${name}_set`], actions: ['feature-set:activate'] },
      admin,
    );
    const kept = { reason: override.reason, details: { override: { reason: override.reason, live: [] } } };
    expect(changes.nodes).toMatchObject([kept, kept]);
  });
});

interface Changes {
  readonly changes: { readonly nodes: readonly object[] };
}

async function read<T>(text: string): Promise<T> {
  const { search } = await app.graphql<{ search: { nodes: readonly { id: string; label: string }[] } }>(
    'query ($text: String!) { search(text: $text, kinds: [DEPLOYMENT, FEATURE_SERVICE_VERSION]) { nodes { id label } } }',
    { text },
    admin,
  );
  return search.nodes.find(({ label }) => label === text) as T;
}
