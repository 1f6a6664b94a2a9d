import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DOORS, listen } from '../changes/subscriptions/subscribers.js';
import { createWebhook, WEBHOOK_CONFIG } from '../changes/webhooks/webhook-seed.js';
import { eventually } from '../support/eventually.js';
import { type Receiver, startReceiver } from '../support/foreign/receiver.js';
import { bearer, makeKey } from '../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

/** Stands in the names and descriptions of all that is theirs. */
const SECRET = /hush/;

let app: AppUnderTest;
let url: string;
let receiver: Receiver;
/** Sees both projects. */
let owner: string;
/** Reads `ours`, and sees nothing of theirs. */
let ours: string;

/*   hush: hush-flights@1 ──▶ ours: delays@1, a run, a model version, a feature set   */
beforeAll(async () => {
  receiver = await startReceiver();
  app = await startAppUnderTest({ config: WEBHOOK_CONFIG });
  url = await app.listen();
  await app.graphql(`mutation {
    a: createProject(input: {name: "ours"}) { project { name } }
    b: createProject(input: {name: "hush"}) { project { name } }
  }`);
  owner = (await makeKey(app, { role: 'OWNER', name: 'olga' })).key;
  ours = (await makeKey(app, { role: 'ADMIN', project: 'ours', name: 'adam' })).key;
  await eventually(async () => expect((await app.http.inject('/v1/openapi.yml')).statusCode).toBe(401));
  const mine = { key: owner, project: 'ours' };
  const hooks = { graphql: (query: string, variables: object) => app.graphql(query, { ...variables }, mine) };
  for (const format of ['STANDARD', 'CLOUDEVENTS', 'CLOUDEVENTS_BINARY'])
    await createWebhook(hooks as never, receiver.url, { format });
  await app.graphql(
    `mutation {
      registerDatasetVersion(input: {dataset: "hush-flights", location: "s3://hush", digest: "1", columns: [{name: "c", type: INT64}], description: "hush"}) { created }
      registerModelVersion(input: {model: "hush-model", artifact: {uri: "s3://hush", digest: "1"}}) { created }
    }`,
    {},
    { key: owner, project: 'hush' },
  );
  for (const field of [
    'registerDatasetVersion(input: {dataset: "delays", location: "s3://x", digest: "1", columns: [], derivedFrom: ["hush::hush-flights@1"]}) { created }',
    'startRun(input: {type: OTHER, inputs: [{ref: "hush::hush-flights@1"}]}) { created }',
    'registerModelVersion(input: {model: "late", artifact: {uri: "s3://m", digest: "1"}, trainedOn: ["delays@1"], derivedFrom: ["hush::hush-model@1"]}) { created }',
    'defineEntity(input: {name: "airport", joinKeys: [{name: "airport", type: STRING}]}) { created }',
    'publishFeatureSet(input: {name: "rain", entity: "airport", features: [{name: "n", type: INT64, sources: [{dataset: "hush::hush-flights@1:c"}]}]}) { created }',
  ])
    await app.graphql(`mutation { ${field} }`, {}, mine);
}, 60_000);

afterAll(async () => {
  await app.close();
  await receiver.close();
});

const FIRST = Buffer.from('["0"]').toString('base64url');

describe('what was done here with something of a project that one may not see', () => {
  it.each([
    ['as lines', '/v1/changes', {}],
    ['as CloudEvents', '/v1/changes?format=cloudevents', {}],
  ])('is told without its names: %s', async (_, path, headers) => {
    const { body } = await app.http.inject({ url: path, headers: { ...bearer(ours), ...headers } });
    expect(body.trim().split('\n').length).toBeGreaterThan(4);
    expect(body).not.toMatch(SECRET);
  });

  it('is told without its names: as server-sent events', async () => {
    const answer = await fetch(`${url}/v1/changes?after=${FIRST}`, {
      headers: { ...bearer(ours), accept: 'text/event-stream' },
    });
    let text = '';
    for await (const chunk of answer.body as ReadableStream<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      if (text.includes('feature-set:publish')) break;
    }
    expect(text).not.toMatch(SECRET);
  });

  it.each(DOORS)('is told without its names: over %s', async (door) => {
    const query = `subscription ($after: String) { changed(after: $after) { cursor action requestId details nodes { label description project } } }`;
    const listener = listen(url, door, { after: FIRST }, query, bearer(ours));
    await eventually(() => expect(listener.events.at(-1)?.action).toBe('feature-set:publish'));
    expect(listener.errors).toEqual([]);
    expect(JSON.stringify(listener.events)).not.toMatch(SECRET);
    listener.stop();
  });

  it('is told without its names: in lists and timelines', async () => {
    const change = 'nodes { action reason details nodes { id label description } }';
    const told = await app.graphql(
      `{ changes(first: 1000) { ${change} } datasetVersion(ref: "delays") { timeline { ${change} } } }`,
      {},
      { key: ours },
    );
    expect(JSON.stringify(told)).not.toMatch(SECRET);
  });

  it('is told without its names: to webhooks', async () => {
    await eventually(() => {
      const published = receiver.received.filter(({ headers, body }) =>
        /feature-set[.:]publish/.test(`${headers['ce-type']} ${body}`),
      );
      expect(published).toHaveLength(3);
    });
    for (const { headers, body } of receiver.received) expect(`${JSON.stringify(headers)} ${body}`).not.toMatch(SECRET);
  });

  it('is told with its names to whoever may see it', async () => {
    const headers = { ...bearer(owner), 'headwater-project': 'ours' };
    expect((await app.http.inject({ url: '/v1/changes', headers })).body).toMatch(/hush-flights@1/);
  });
});
