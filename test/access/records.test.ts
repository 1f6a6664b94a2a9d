import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { wholeFeed } from '../changes/whole-feed.js';
import { eventually } from '../support/eventually.js';
import { seedFeatureSet } from '../support/seeds/feature-seed.js';
import { makeKey } from '../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

it('leaves a record of what is done to keys and marks, and never a secret', async () => {
  await seedFeatureSet(app, { name: 'rain', features: [{ name: 'n', type: 'INT64' }] });
  const { position = 0 } = (await wholeFeed(app.database)).at(-1) ?? {};
  await app.graphql(
    'mutation { markSensitive(input: {featureSet: "rain", sensitive: true}) { changed } }',
    {},
    { user: 'ada' },
  );
  const { id, key } = await makeKey(app, { role: 'OWNER', name: 'olga' });
  // The first key closes the service a moment after it was made.
  await eventually(async () =>
    expect(await app.graphql('{ me { name } }', {}, { key })).toEqual({ me: { name: 'olga' } }),
  );
  const create = 'mutation { createApiKey(input: {name: "bot", role: READER}) { secret apiKey { id } } }';
  const { createApiKey: made } = await app.graphql<{ createApiKey: { secret: string; apiKey: { id: string } } }>(
    create,
    {},
    { key },
  );
  const revoke = 'mutation ($id: String!) { revokeApiKey(input: {id: $id}) { apiKey { id } } }';
  for (const again of [made.apiKey.id, made.apiKey.id]) await app.graphql(revoke, { id: again }, { key });

  const changes = await wholeFeed(app.database, position);
  expect(changes.map(({ action, door, project, principal }) => [action, door, project, principal])).toEqual([
    ['feature-set:mark-sensitive', 'GRAPHQL', 'default', 'ada'],
    ['key:create', 'COMMAND', null, expect.any(String)],
    ['key:create', 'GRAPHQL', 'default', 'olga'],
    ['key:revoke', 'GRAPHQL', 'default', 'olga'],
  ]);
  expect(changes[1]?.details.things).toMatchObject({ [`key/${id}`]: { before: null, after: { role: 'OWNER' } } });
  const log = JSON.stringify(changes);
  for (const secret of [key, made.secret]) expect(log).not.toContain(secret.slice(16));
});
