import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runSql } from '../../support/postgres/run-sql.js';
import { seedFeatureSet } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const DEFINE = `mutation ($input: DefineFeatureServiceInput!) {
  defineFeatureService(input: $input) {
    created featureService { label } featureServiceVersion { label } plan { version features }
  }
}`;
const DELETE = 'mutation ($id: Ref!) { deleteNode(input: {id: $id}) { node { id } } }';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await seedFeatureSet(app, { name: 'rain', features: ['n', 'm'].map((name) => ({ name, type: 'INT64' })) });
});

afterAll(() => app.close());

async function define(name: string, features: readonly string[], dryRun?: boolean): Promise<object> {
  const answer = await app.graphql<{ defineFeatureService: object }>(DEFINE, { input: { name, features, dryRun } });
  return answer.defineFeatureService;
}

async function nodes(): Promise<unknown> {
  return runSql(app.databaseUrl, 'select count(*)::int as nodes, sum(last_version)::int as versions from node');
}

describe('a dry run of defineFeatureService', () => {
  it('says which version would pin what, and changes nothing', async () => {
    const before = await nodes();

    const dry = await define('first', ['rain:*~here', 'rain:n'], true);

    expect(dry).toEqual({
      created: true,
      featureService: null,
      featureServiceVersion: null,
      plan: { version: 1, features: ['rain@1:n~here', 'rain@1:m~here', 'rain@1:n'] },
    });
    expect(await nodes()).toEqual(before);
  });

  it('finds the version that has these features already', async () => {
    await define('same', ['rain:n']);

    expect(await define('same', ['rain@1:n'], true)).toEqual({
      created: false,
      featureService: { label: 'same' },
      featureServiceVersion: { label: 'same@1' },
      plan: { version: 1, features: ['rain@1:n'] },
    });
    expect(await define('same', ['rain:n~role'], true)).toMatchObject({
      created: true,
      featureService: { label: 'same' },
      featureServiceVersion: null,
      plan: { version: 2 },
    });
  });

  it('tells the number that defining then gives, also where versions were deleted', async () => {
    await define('worn', ['rain:n']);
    await define('worn', ['rain:m']);
    await app.graphql(DELETE, { id: 'worn@2' });

    const same = await define('worn', ['rain:n'], true);
    const other = await define('worn', ['rain:m'], true);

    expect(same).toMatchObject({ created: false, plan: { version: 1 } });
    expect(other).toMatchObject({ created: true, plan: { version: 3 } });
    expect(await define('worn', ['rain:m'])).toMatchObject({ featureServiceVersion: { label: 'worn@3' }, plan: null });
  });

  it.each([
    [{ name: 'bad', features: [] }, 'features is empty'],
    [{ name: ' bad', features: ['rain:n'] }, 'name'],
    [{ name: 'bad', features: ['rain:q'] }, 'q'],
    [{ name: 'bad', features: ['rain:n', 'rain@1:n'] }, 'stands twice'],
    [{ name: 'bad', features: ['rain:n'], owner: 'x'.repeat(501) }, 'owner has 501 characters'],
  ])('refuses what defining refuses: %j', async (input, message) => {
    const dry = await app.graphqlError(DEFINE, { input: { ...input, dryRun: true } });
    const real = await app.graphqlError(DEFINE, { input });

    expect(dry.message).toContain(message);
    expect(dry).toMatchObject({ message: real.message, extensions: { code: real.extensions.code } });
  });
});
