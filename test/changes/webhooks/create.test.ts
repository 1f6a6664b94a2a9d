import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { casesOf } from '../../support/cases.js';
import { eventually } from '../../support/eventually.js';
import { startReceiver } from '../../support/foreign/receiver.js';
import { runSql } from '../../support/postgres/run-sql.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { recordChange } from '../record-change.js';
import { createWebhook, lookAt, WEBHOOK_CONFIG } from './webhook-seed.js';

const CREATE = 'mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { webhook { id url } } }';
const UPDATE =
  'mutation ($input: UpdateWebhookInput!) { updateWebhook(input: $input) { webhook { url description actions format enabled disabledBecause } } }';

let closed: AppUnderTest;
let app: AppUnderTest;
beforeAll(async () => {
  [closed, app] = await Promise.all([
    startAppUnderTest(),
    startAppUnderTest({ config: { ...WEBHOOK_CONFIG, WEBHOOK_TIMEOUT_MS: 60_000 } }),
  ]);
});
afterAll(() => Promise.all([closed.close(), app.close()]));

describe('a webhook', () => {
  it.each([
    ['nonsense', 'write it as https://example.com/path'],
    ['ftp://example.com/', 'only https is posted to'],
    ['file:///etc/passwd', 'only https is posted to'],
    ['http://example.com/', 'over the internet only https'],
    ['https://ada:secret@example.com/', 'leave out user and password'],
    ['https://example.com/#x', 'leave out what is behind #'],
    ['https://127.0.0.1/', 'not an address of the internet (loopback)'],
    ['https://2130706433/', 'not an address of the internet (loopback)'],
    ['https://0x7f.1/', 'not an address of the internet (loopback)'],
    ['https://[::ffff:169.254.169.254]/', 'not an address of the internet (ipv4Mapped)'],
    ['https://169.254.169.254/latest/meta-data', 'not an address of the internet (linkLocal)'],
    [`https://example.com/${'x'.repeat(2_000)}`, 'at most 2000 are kept'],
    ['https://example.com/\u0000', 'NUL character'],
  ])('does not take the address %.60s', async (url, problem) => {
    const error = await closed.graphqlError(CREATE, { input: { url } });
    expect(error.extensions.code).toBe('BAD_USER_INPUT');
    expect(error.message).toContain(problem);
    expect(error.message).not.toContain('ada:secret');
  });

  it('takes the networks that the operator allows', async () => {
    for (const url of ['http://127.0.0.1:1/', 'https://127.0.0.1/x', 'https://example.com/'])
      expect(
        (await app.graphql<{ createWebhook: { webhook: { url: string } } }>(CREATE, { input: { url } })).createWebhook
          .webhook.url,
      ).toBe(url);
    expect((await app.graphqlError(CREATE, { input: { url: 'http://127.0.0.2/' } })).message).toContain(
      'WEBHOOK_ALLOW',
    );
  });

  it('is told of actions that there are', async () => {
    const input = { url: 'https://example.com/', actions: ['model:set-alias', 'nonsense'] };
    expect((await closed.graphqlError(CREATE, { input })).message).toContain('"nonsense", which is no action');
    expect((await closed.graphqlError(CREATE, { input: { ...input, actions: [] } })).message).toContain(
      'actions is empty',
    );
  });

  it('shows its secret once, and logs it never', async () => {
    const { id, secret } = await createWebhook(closed, 'https://example.com/');
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const type = await closed.graphql<{ __type: { fields: { name: string }[] } }>(
      '{ __type(name: "Webhook") { fields { name } } }',
    );
    expect(type.__type.fields.map(({ name }) => name)).not.toContain('secret');
    await lookAt(closed, id);
    expect(JSON.stringify(closed.log)).not.toContain(secret.slice(6));
    await closed.graphql('mutation ($id: ID!) { deleteWebhook(input: { webhook: $id }) { webhook { id } } }', { id });
    const { rows } = await closed.database.pool.query('select 1 from webhook where secret = $1', [secret]);
    expect(rows).toEqual([]);
  });

  it('is changed, switched off and on, and deleted, and is unknown to other projects', async () => {
    const { id } = await createWebhook(closed, 'https://example.com/', { description: 'pager' });
    const change = (fields: object) => closed.graphql(UPDATE, { input: { webhook: id, ...fields } });
    expect(await change({ actions: ['run:log', 'model:register'], format: 'CLOUDEVENTS' })).toMatchObject({
      updateWebhook: {
        webhook: { description: 'pager', actions: ['model:register', 'run:log'], format: 'CLOUDEVENTS' },
      },
    });
    expect(await change({ enabled: false, description: null, actions: null })).toMatchObject({
      updateWebhook: {
        webhook: { description: null, actions: null, enabled: false, disabledBecause: 'local has disabled it.' },
      },
    });
    expect(await change({ enabled: true })).toMatchObject({
      updateWebhook: { webhook: { enabled: true, disabledBecause: null } },
    });
    await closed.graphql('mutation { createProject(input: {name: "rivers"}) { project { name } } }');
    const elsewhere = { project: 'rivers' };
    expect(await closed.graphql('query ($id: ID!) { webhook(id: $id) { id } }', { id }, elsewhere)).toEqual({
      webhook: null,
    });
    expect((await closed.graphqlError(UPDATE, { input: { webhook: id } }, elsewhere)).extensions.code).toBe(
      'NOT_FOUND',
    );
    await closed.graphql('mutation ($id: ID!) { deleteWebhook(input: { webhook: $id }) { webhook { id } } }', { id });
    expect((await closed.graphqlError(UPDATE, { input: { webhook: id } })).extensions.code).toBe('NOT_FOUND');
    expect((await closed.graphqlError(UPDATE, { input: { webhook: 'dataset_01j' } })).extensions.code).toBe(
      'NOT_FOUND',
    );
  });

  it('is one of a thousand at most, in pages', async () => {
    await runSql(closed.databaseUrl, many('crowd', 1_000, 'https://example.com/'));
    await closed.graphql('mutation { createProject(input: {name: "crowd"}) { project { name } } }');
    const crowd = { project: 'crowd' };
    const error = await closed.graphqlError(CREATE, { input: { url: 'https://example.com/' } }, crowd);
    expect([error.extensions.code, error.message]).toEqual([
      'FAILED_PRECONDITION',
      expect.stringContaining('1000 webhooks'),
    ]);
    const seen = new Set<string>();
    type Answer = { webhooks: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
    for (let after: string | null = null, more = true; more; ) {
      const asked =
        'query ($after: String) { webhooks(first: 300, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }';
      const { webhooks }: Answer = await closed.graphql<Answer>(asked, { after }, crowd);
      for (const { id } of webhooks.nodes) seen.add(id);
      ({ endCursor: after, hasNextPage: more } = webhooks.pageInfo);
    }
    expect(seen.size).toBe(1_000);
  });
});

describe('very many webhooks', () => {
  const EACH = casesOf(300, 1_000);

  it('are all told, each once', async () => {
    const receiver = await startReceiver();
    const projects = ['a', 'b'];
    for (const project of projects) await runSql(app.databaseUrl, many(project, EACH, receiver.url));
    for (const project of projects) await recordChange(app.database, { project });
    const told = () => new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size;
    await eventually(() => expect(told()).toBe(2 * EACH), 240_000);
    expect(receiver.received).toHaveLength(2 * EACH);
    await receiver.close();
  }, 300_000);
});

function many(project: string, count: number, url: string): string {
  return `insert into webhook (id, project, url, format, secret, from_position, created_by)
    select gen_random_uuid(), '${project}', '${url}', 'STANDARD', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      (select coalesce(max(position), 0) from change_seal), 'ada'
    from generate_series(1, ${count})`;
}
