import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWebhook, WEBHOOK_CONFIG } from '../changes/webhooks/webhook-seed.js';
import { wholeFeed } from '../changes/whole-feed.js';
import { eventually } from '../support/eventually.js';
import { type Receiver, startReceiver } from '../support/foreign/receiver.js';
import { seedFeatureSet } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { createTrainingSet } from '../training-sets/training-client.js';

/** Stands in every value and in every key of what is written. */
const SECRET = 'zebra';
const AT = '2026-01-01T00:00:00Z';

let app: AppUnderTest;
let url: string;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  app = await startAppUnderTest({ config: WEBHOOK_CONFIG });
  url = await app.listen();
  for (const format of ['STANDARD', 'CLOUDEVENTS', 'CLOUDEVENTS_BINARY'])
    await createWebhook(app, receiver.url, { format });
  const about = { entity: 'person', joinKeys: [{ name: 'person', type: 'STRING' }] };
  const mood = { name: 'mood', type: 'STRING', allowed: { values: ['fine'] } };
  const features = [{ name: 'note', type: 'STRING' }, mood, { name: 'n', type: 'INT64' }];
  await seedFeatureSet(app, { ...about, name: 'notes', features });
  await app.graphql('mutation { markSensitive(input: {featureSet: "notes", sensitive: true}) { changed } }');
}, 60_000);

afterAll(async () => {
  await app.close();
  await receiver.close();
});

const post = (path: string, type: string, body: string) =>
  fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': type }, body }).then((answer) => answer.text());

/** Everything that is done with values, well or not. */
async function doAll(): Promise<void> {
  const row = (more: object) => ({ person: `${SECRET}-ann`, note: SECRET, n: 1, event_time: AT, ...more });
  const write = (rows: object[]) =>
    app.graphqlAnswer('mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written } }', {
      input: { featureSet: 'notes', rows },
    });
  const bad = [row({ mood: SECRET }), row({ n: SECRET }), row({ event_time: SECRET }), row({ [SECRET]: 1 })];
  for (const rows of [[row({ mood: 'fine' })], ...bad.map((one) => [one])]) await write(rows);
  const lines = [row({ note: `${SECRET}s` }), ...bad].map((each) => JSON.stringify(each)).join('\n');
  for (const policy of ['abort', 'skip'])
    await post(`/v1/feature-sets/notes/rows?on-error=${policy}`, 'application/x-ndjson', lines);
  await post(
    '/v1/feature-sets/notes/rows',
    'text/csv',
    `person,note,n,event_time\n${SECRET},${SECRET},${SECRET},${SECRET}\n`,
  );
  await post('/v1/feature-sets/notes/rows', 'application/x-ndjson', `{"${SECRET}": `);
  await createTrainingSet(app, {
    name: 'set',
    features: ['notes:*'],
    spine: [{ person: `${SECRET}-ann`, event_time: AT, label: SECRET }],
  });
  await post(
    '/v1/training-sets?name=other&features=notes:*',
    'application/x-ndjson',
    `{"person":"${SECRET}-ann","event_time":"${SECRET}"}\n`,
  );
  await post(
    '/v1/training-sets?name=other&features=notes:*',
    'application/x-ndjson',
    `{"person":{"x":"${SECRET}"},"event_time":"${AT}"}\n`,
  );
  const query = 'mutation ($key: EntityKey!) { eraseEntity(input: {entity: "person", key: $key}) { erased } }';
  await app.graphql(query, { key: { person: `${SECRET}-ann` } });
}

describe('what is written about people', () => {
  it('stands in no change, no event, no run, no job and no line of the log, however it went', async () => {
    await doAll();
    const feed = await wholeFeed(app.database);
    await eventually(() => {
      const erased = receiver.received.filter(({ headers, body }) =>
        /entity[.:]erase/.test(`${headers['ce-type']} ${body}`),
      );
      expect(erased).toHaveLength(3);
    });
    const graph = await app.graphql(`{
      runs(first: 1000) { nodes { name message code { repository } environment parameters { name value } } }
      trainingSetJobs(first: 1000) { nodes { status error step } }
      changes(first: 1000) { nodes { action reason details } }
    }`);
    const received = receiver.received.map(({ headers, body }) => [headers, body]);
    for (const [where, what] of Object.entries({ feed, graph, log: app.log, received })) {
      const found = [...JSON.stringify(what).matchAll(new RegExp(`.{0,60}${SECRET}.{0,40}`, 'g'))].map(
        ([text]) => text,
      );
      expect([where, found]).toEqual([where, []]);
    }
  }, 60_000);
});
