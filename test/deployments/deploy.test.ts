import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { liveBindings } from '../../src/deployments/bindings/binding.sql.js';
import { recordStatements } from '../support/postgres/record-statements.js';
import { runSql } from '../support/postgres/run-sql.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { bindingsOf, DEPLOY, DeploymentSeed, sharesOf, UNDEPLOY } from './deployment-seed.js';

let app: AppUnderTest;
let seed: DeploymentSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new DeploymentSeed(app);
  for (let i = 0; i < 4; i++) await seed.modelVersion('m');
});

afterAll(() => app.close());

describe('deploy', () => {
  it('makes environment and deployment on first use', async () => {
    const answer = await seed.deploy('untouched/first', { 'm@1': 100 }, { endpoint: 'https://first', owner: 'ml' });

    const { deployment } = await app.graphql<{ deployment: unknown }>(`{ deployment(ref: "untouched/first") {
      kind name label endpoint owner environment { kind name deployments { nodes { label } } } } }`);
    expect(answer).toMatchObject({ created: true, changed: true });
    expect(deployment).toEqual({
      kind: 'DEPLOYMENT',
      name: 'first',
      label: 'untouched/first',
      endpoint: 'https://first',
      owner: 'ml',
      environment: { kind: 'ENVIRONMENT', name: 'untouched', deployments: { nodes: [{ label: 'untouched/first' }] } },
    });
  });

  it('keeps the endpoint until another is given', async () => {
    await seed.deploy('staging/endpoint', { 'm@1': 100 }, { endpoint: 'https://one' });
    await seed.deploy('staging/endpoint', { 'm@2': 100 });
    const endpoint = async () =>
      (await app.graphql<{ deployment: { endpoint: string } }>('{ deployment(ref: "staging/endpoint") { endpoint } }'))
        .deployment.endpoint;
    const kept = await endpoint();

    const same = await seed.deploy('staging/endpoint', { 'm@2': 100 }, { endpoint: 'https://two' });

    expect(same.changed).toBe(false);
    expect([kept, await endpoint()]).toEqual(['https://one', 'https://two']);
  });

  it('sets the whole split: what it does not name ends', async () => {
    await seed.deploy('staging/whole', { 'm@1': 60, 'm@2': 40 });

    const { deployment } = await seed.deploy('staging/whole', { 'm@2': 30, 'm@3': 70 });

    expect(sharesOf(deployment.bindings)).toEqual([
      ['m@3', 70],
      ['m@2', 30],
    ]);
  });

  it('changes nothing when the split is the same, in whatever order', async () => {
    await seed.deploy('staging/same', { 'm@1': 60, 'm@2': 40 });
    const before = await seed.bindings('staging/same');

    const again = await seed.deploy('staging/same', { 'm@2': 40, 'm@1': 60 });

    expect(again).toMatchObject({ created: false, changed: false });
    expect(await seed.bindings('staging/same')).toEqual(before);
  });

  it('leaves a binding open whose share stays', async () => {
    const first = await seed.deploy('staging/stays', { 'm@1': 50, 'm@2': 30, 'm@3': 20 });

    const second = await seed.deploy('staging/stays', { 'm@1': 50, 'm@4': 50 });

    const since = (answer: typeof first, label: string) =>
      answer.deployment.bindings.find((binding) => binding.modelVersion.label === label)?.validFrom;
    expect(since(second, 'm@1')).toBe(since(first, 'm@1'));
    expect((await seed.bindings('staging/stays')).history).toHaveLength(4);
  });

  it('puts the largest share first, of equals the one that serves longest, then the older version', async () => {
    await seed.deploy('staging/ordered', { 'm@4': 25, 'm@2': 75 });

    const { deployment } = await seed.deploy('staging/ordered', { 'm@3': 25, 'm@1': 25, 'm@4': 25, 'm@2': 25 });

    expect(sharesOf(deployment.bindings).map(([label]) => label)).toEqual(['m@4', 'm@1', 'm@2', 'm@3']);
  });

  it('takes a share of 0 for a version that only stands by, and gives the live ones to a lookup in order', async () => {
    const { deployment } = await seed.deploy('staging/shadow', { 'm@1': 0, 'm@2': 100 });
    const [node] = await runSql<{ id: string }>(app.databaseUrl, `select id from node where label = 'staging/shadow'`);

    const live = (await liveBindings(app.database, [node?.id ?? ''])).get(node?.id ?? '');

    expect(sharesOf(deployment.bindings)).toEqual([
      ['m@2', 100],
      ['m@1', 0],
    ]);
    expect(live?.map((binding) => binding.trafficPercent)).toEqual([100, 0]);
  });

  it('takes aliases, and keeps serving the version when the alias moves on', async () => {
    await seed.setAlias('m@2', 'champion');
    await seed.deploy('staging/alias', { 'm@champion': 100 });

    await seed.setAlias('m@3', 'champion');

    expect(sharesOf((await seed.bindings('staging/alias')).bindings)).toEqual([['m@2', 100]]);
  });

  it('takes versions of several models', async () => {
    await seed.modelVersion('other');

    const { deployment } = await seed.deploy('staging/mixed', { 'm@1': 90, other: 10 });

    expect(sharesOf(deployment.bindings)).toEqual([
      ['m@1', 90],
      ['other@1', 10],
    ]);
  });

  it('takes the id of a deployment', async () => {
    const made = await seed.deploy('staging/by-id', { 'm@1': 100 });

    const again = await seed.deploy(made.deployment.id, { 'm@2': 100 });

    expect(again).toMatchObject({ created: false, deployment: { label: 'staging/by-id' } });
  });

  it.each([
    ['no bindings', {}, /bindings is empty/],
    ['shares below 100', { 'm@1': 50, 'm@2': 40 }, /add up to 50 \+ 40 = 90; they must add up to 100/],
    ['one share below 100', { 'm@1': 99 }, /add up to 99; they must add up to 100/],
    ['a share above 100', { 'm@1': 101, 'm@2': -1 }, /trafficPercent of "m@1" is 101/],
    ['a negative share', { 'm@1': -50, 'm@2': 150 }, /trafficPercent of "m@1" is -50/],
    ['a version under two names', { 'm@4': 50, m: 50 }, /"m@4" stands twice in bindings/],
  ])('refuses %s', async (_, split, message) => {
    const error = await app.graphqlError(DEPLOY, { input: { deployment: 'staging/bad', bindings: bindingsOf(split) } });

    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toMatch(message);
  });

  it.each([
    ['staging', 'BAD_USER_INPUT'],
    ['staging/a/b', 'BAD_USER_INPUT'],
    ['Staging/a', 'BAD_USER_INPUT'],
    ['staging/', 'BAD_USER_INPUT'],
    ['m@1', 'BAD_USER_INPUT'],
    ['deployment_01jd5cb3p9e5sakv2b6ncpzsyt', 'NOT_FOUND'],
  ])('refuses "%s" as a deployment', async (deployment, code) => {
    const error = await app.graphqlError(DEPLOY, { input: { deployment, bindings: bindingsOf({ 'm@1': 100 }) } });

    expect(error.extensions.code).toBe(code);
  });

  it('makes no deployment when a model version is unknown', async () => {
    const bindings = bindingsOf({ 'm@1': 50, 'm@99': 50 });

    const error = await app.graphqlError(DEPLOY, {
      input: { deployment: 'nowhere/none', bindings, createEnvironment: true },
    });

    expect(error.extensions).toMatchObject({ code: 'NOT_FOUND', found: 'm@99' });
    expect(await app.graphql('{ deployment(ref: "nowhere/none") { id } environment(name: "nowhere") { id } }')).toEqual(
      {
        deployment: null,
        environment: null,
      },
    );
  });
});

describe('undeploy', () => {
  it('ends everything, keeps the history, and does no more when done twice', async () => {
    await seed.deploy('staging/ended', { 'm@1': 60, 'm@2': 40 });

    const first = await app.graphql(UNDEPLOY, { deployment: 'staging/ended' });
    const second = await app.graphql(UNDEPLOY, { deployment: 'staging/ended' });

    const { history } = await seed.bindings('staging/ended');
    const deployment = { label: 'staging/ended', bindings: [] };
    expect([first, second]).toEqual([
      { undeploy: { changed: true, deployment } },
      { undeploy: { changed: false, deployment } },
    ]);
    expect(history.map((binding) => binding.validTo)).not.toContain(null);
  });

  it('says NOT_FOUND for a deployment that does not exist', async () => {
    const error = await app.graphqlError(UNDEPLOY, { deployment: 'staging/no-such' });

    expect(error.extensions).toMatchObject({ code: 'NOT_FOUND', found: 'staging/no-such' });
  });
});

describe('what is deployed', () => {
  it('is known to the model version, as long as it serves', async () => {
    await seed.modelVersion('known');
    await seed.deploy('staging/known-a', { known: 100 });
    await seed.deploy('staging/known-b', { known: 1, 'm@1': 99 });
    await seed.deploy('staging/known-b', { 'm@1': 100 });

    const { modelVersion } = await app.graphql<{ modelVersion: unknown }>(
      '{ modelVersion(ref: "known@1") { deployments { label } } }',
    );

    expect(modelVersion).toEqual({ deployments: [{ label: 'staging/known-a' }] });
  });

  it('says who deployed it and who ended it', async () => {
    await new DeploymentSeed(app, { user: 'ann' }).deploy('staging/who', { 'm@1': 50, 'm@2': 50 });
    await new DeploymentSeed(app, { user: 'bob' }).deploy('staging/who', { 'm@1': 50, 'm@3': 50 });

    const { deployment } = await app.graphql<{ deployment: unknown }>(
      '{ deployment(ref: "staging/who") { history { modelVersion { label } deployedBy endedBy } } }',
    );

    expect(deployment).toEqual({
      history: [
        { modelVersion: { label: 'm@3' }, deployedBy: 'bob', endedBy: null },
        { modelVersion: { label: 'm@1' }, deployedBy: 'ann', endedBy: null },
        { modelVersion: { label: 'm@2' }, deployedBy: 'ann', endedBy: 'bob' },
      ],
    });
  });

  it('costs as many statements to list for twenty deployments as for one', async () => {
    for (let i = 0; i < 20; i++) await seed.deploy(`many/d${i}`, { 'm@1': 50, 'm@2': 50 });
    const ask = (first: number) =>
      recordStatements(app, () =>
        app.graphql(
          `query ($first: Int!) { environment(name: "many") { deployments(first: $first) { nodes {
             environment { name } history { deployedBy }
             bindings { modelVersion { label deployments { label } } } } } } }`,
          { first },
        ),
      );

    await ask(1);
    const [one, twenty] = [await ask(1), await ask(20)];

    expect(twenty).toHaveLength(one.length);
  });
});
