import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeploymentSeed } from '../../deployments/deployment-seed.js';
import { eventually } from '../../support/eventually.js';
import { makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { DELETE, DROP, REGISTER } from './guarded-mutations.js';

const override = { reason: 'the source is gone' };
const CHANGES = `query ($of: [Ref!], $actions: [String!]) {
  changes(of: $of, actions: $actions, order: NEWEST_FIRST, first: 1) { nodes { action reason details nodes { label } } }
}`;

let app: AppUnderTest;
let seed: DeploymentSeed;
let made = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new DeploymentSeed(app);
}, 60_000);

afterAll(() => app.close());

/*   <name>@1:delay ─▶ <name>_set@1:mean ─▶ <name>_model@1 ─▶ production/<name>
 *   <name>@1:origin ─▶ <name>_set@1:share, which nobody reads                     */
async function chain(name = `c${++made}`): Promise<string> {
  await seed.datasetVersion(name);
  await seed.app.graphql(
    'mutation { defineEntity(input: {name: "airport", joinKeys: [{name: "airport", type: STRING}]}) { created } }',
  );
  const feature = (of: string, column: string) => ({
    name: of,
    type: 'FLOAT64',
    sources: [{ dataset: name, columns: [column] }],
  });
  await app.graphql('mutation ($input: PublishFeatureSetInput!) { publishFeatureSet(input: $input) { created } }', {
    input: { name: `${name}_set`, entity: 'airport', features: [feature('mean', 'delay'), feature('share', 'origin')] },
  });
  await seed.modelVersion(`${name}_model`, { signature: [`${name}_set:mean`], trainedOn: [`${name}@1`] });
  await seed.deploy(`production/${name}`, { [`${name}_model@1`]: 100 });
  return name;
}

const without = (dataset: string, column: string, more: object = {}) => ({
  input: {
    dataset,
    digest: `sha256:${++made}`,
    location: 's3://x',
    columns: [
      { name: 'origin', type: 'STRING' },
      { name: 'delay', type: 'INT64' },
    ].filter(({ name }) => name !== column),
    ...more,
  },
});

describe('a dataset version without a column', () => {
  it('is refused while a live deployment reads that, with the deployment, the way there and the way out', async () => {
    const name = await chain();

    const error = await app.graphqlError(REGISTER, without(name, 'delay'));

    expect(error.extensions).toMatchObject({
      code: 'FAILED_PRECONDITION',
      dependants: [{ kind: 'DEPLOYMENT', label: `production/${name}` }],
      way: [`${name}@1:delay`, `${name}_set@1:mean`, `${name}_model@1`, `production/${name}`],
    });
    expect(error.message).toContain(`${name} can't be registered without delay: production/${name} depends on it`);
    expect(error.message).toContain(`${name}_set@1:mean → ${name}_model@1`);
    expect(error.message).toContain('override');
    // Not of the newest version only.
    await seed.datasetVersion(name);
    expect((await app.graphqlError(REGISTER, without(name, 'delay'))).extensions.code).toBe('FAILED_PRECONDITION');
  });

  it('is registered where nothing live reads that, though a model was trained on it', async () => {
    const name = await chain();
    await expect(app.graphql(REGISTER, without(name, 'origin'))).resolves.toBeDefined();
    const other = await chain();
    await seed.undeploy(`production/${other}`);
    await expect(app.graphql(REGISTER, without(other, 'delay'))).resolves.toBeDefined();
  });

  it('is refused while a feature service gives what is computed from that', async () => {
    const name = await chain();
    await seed.undeploy(`production/${name}`);
    await app.graphql(
      `mutation { defineFeatureService(input: {name: "${name}_service", features: ["${name}_set:mean"]}) { created } }`,
    );

    const error = await app.graphqlError(REGISTER, without(name, 'delay'));

    expect(error.extensions.dependants).toMatchObject([{ label: `${name}_service@1` }]);
  });

  it('is registered with an override, which stands in the log beside what was in danger, and is asked for once', async () => {
    const name = await chain();

    await app.graphql(REGISTER, without(name, 'delay', { override }));

    const { changes } = await app.graphql<{ changes: { nodes: object[] } }>(CHANGES, {
      of: [`production/${name}`],
      actions: ['dataset:register'],
    });
    const { deployment } = await app.graphql<{ deployment: { id: string } }>(
      'query ($ref: Ref!) { deployment(ref: $ref) { id } }',
      { ref: `production/${name}` },
    );
    expect(changes.nodes).toMatchObject([
      {
        action: 'dataset:register',
        reason: override.reason,
        details: { override: { reason: override.reason, live: [deployment.id] } },
        nodes: expect.arrayContaining([{ label: `production/${name}` }]),
      },
    ]);
    // The newest one lacks it already.
    await expect(app.graphql(REGISTER, without(name, 'delay'))).resolves.toBeDefined();
  });
});

describe('a dataset version with another type of a column', () => {
  const retyped = (dataset: string, column: string, more: object = {}) => {
    const { input } = without(dataset, '', more);
    const columns = input.columns.map((each) => (each.name === column ? { ...each, type: 'BYTES' } : each));
    return { input: { ...input, columns } };
  };

  it('is refused as one without it is, which names both types', async () => {
    const name = await chain();

    const error = await app.graphqlError(REGISTER, retyped(name, 'delay'));

    expect(error.message).toContain(`${name} can't be registered with delay as BYTES instead of INT64`);
    expect(error.extensions).toMatchObject({
      code: 'FAILED_PRECONDITION',
      way: [`${name}@1:delay`, `${name}_set@1:mean`, `${name}_model@1`, `production/${name}`],
    });
    const { input } = retyped(name, 'origin');
    const both = { input: { ...input, columns: input.columns.filter((column) => column.name !== 'delay') } };
    expect((await app.graphqlError(REGISTER, both)).message).toContain(
      'without delay and with origin as BYTES instead of STRING',
    );
  });

  it('is registered where nothing live reads that, or with an override', async () => {
    const name = await chain();

    await expect(app.graphql(REGISTER, retyped(name, 'origin'))).resolves.toBeDefined();
    await expect(app.graphql(REGISTER, retyped(name, 'delay', { override }))).resolves.toBeDefined();
  });
});

describe('deleting and dropping', () => {
  it('say how what is live is reached, and do it with an override', async () => {
    const name = await chain();

    const deleted = await app.graphqlError(DELETE, { input: { id: `${name}_model@1` } });
    const dropped = await app.graphqlError(DROP, { input: { featureSetVersion: `${name}_set@1`, dryRun: true } });

    expect(deleted.extensions).toMatchObject({
      code: 'FAILED_PRECONDITION',
      way: [`${name}_model@1`, `production/${name}`],
    });
    expect(dropped.extensions.way).toEqual([`${name}_set@1`, `${name}_model@1`, `production/${name}`]);
    await app.graphql(DROP, { input: { featureSetVersion: `${name}_set@1`, dryRun: false, override } });
    await app.graphql(DELETE, { input: { id: `${name}_model@1`, override } });
    const { node } = await app.graphql<{ node: object }>(`query ($id: ID!) { node(id: $id) { deletion { reason } } }`, {
      id: await idOf(`${name}_model@1`),
    });
    expect(node).toEqual({ deletion: { reason: override.reason } });
    // It can be mended.
    await seed.featureSet(`${name}_set2`, ['mean']);
    await seed.modelVersion(`${name}_next`, { signature: [`${name}_set2:mean`] });
    expect((await seed.deploy(`production/${name}`, { [`${name}_next@1`]: 100 })).changed).toBe(true);
  });

  it('never make what is live go away itself', async () => {
    const name = await chain();

    for (const id of [`production/${name}`, 'production']) {
      const error = await app.graphqlError(DELETE, { input: { id, override } });
      expect(error.extensions.code).toBe('FAILED_PRECONDITION');
      expect(error.message).toContain('Undeploy it first');
    }
  });

  it.each(['', '   ', 'x'.repeat(2_001)])('take no reason that is none, or too long: %#', async (reason) => {
    const error = await app.graphqlError(DELETE, { input: { id: await chain(), override: { reason } } });

    expect(error.extensions.code).toBe('BAD_USER_INPUT');
  });
});

async function idOf(label: string): Promise<string> {
  const { search } = await app.graphql<{ search: { nodes: { id: string; label: string }[] } }>(
    'query ($text: String!) { search(text: $text, includeDeleted: true, kinds: [MODEL_VERSION]) { nodes { id label } } }',
    { text: label.split('@')[0] },
  );
  return search.nodes.find((node) => node.label === label)?.id ?? '';
}

describe('whoever overrides', () => {
  it('needs the right to, also where what breaks is in another project, which is not named to those who may not see it', async () => {
    const name = await chain();
    await app.graphql('mutation { createProject(input: {name: "theirs"}) { project { name } } }');
    const theirs = new DeploymentSeed(app, { project: 'theirs' });
    await theirs.datasetVersion('copied', { derivedFrom: [`default::${name}@1`] });
    await theirs.modelVersion('secret', { trainedOn: ['copied'] });
    await theirs.deploy('production/secret', { 'secret@1': 100 });
    const { key: owner } = await makeKey(app, { role: 'OWNER' });
    const { key: writer } = await makeKey(app, { role: 'WRITER', project: 'default' });
    const { key: admin } = await makeKey(app, { role: 'ADMIN', project: 'default' });
    await eventually(async () => expect((await app.http.inject('/v1/openapi.yml')).statusCode).toBe(401));

    const asWriter = await app.graphqlError(DELETE, { input: { id: name, override } }, { key: writer });
    const asAdmin = await app.graphqlError(DELETE, { input: { id: name, override } }, { key: admin });

    expect(asWriter.extensions).toMatchObject({ code: 'FORBIDDEN', action: 'guard:override' });
    expect(asAdmin.extensions).toMatchObject({ code: 'FORBIDDEN', action: 'guard:override' });
    expect(asAdmin.message).toContain('something in a project that you may not see (1)');
    expect(JSON.stringify(asAdmin)).not.toContain('secret');
    await expect(app.graphql(DELETE, { input: { id: name, override } }, { key: owner })).resolves.toBeDefined();
  });
});
