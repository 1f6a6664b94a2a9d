import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { CHECKOUT } from '../../architecture/source-files.js';
import { seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { bearer, makeKey } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { readOperationFiles } from '../../support/service/operation-files.js';

const HUGE = 9007199254740993n;

let app: AppUnderTest;
let url: string;
let key: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  await seedFeatureSet(app, { name: 'weather', features: [{ name: 'rain', type: 'INT64' }] });
  await writeRows(app, 'weather', [{ airport: 'SEA', rain: HUGE, event_time: '2026-01-01T00:00:00Z' }]);
  await app.graphql('mutation { createProject(input: { name: "theirs" }) { project { name } } }');
  ({ key } = await makeKey(app, { role: 'OWNER' }));
}, 60_000);

afterAll(() => app.close());

const DOORS = ['http', 'stdio'] as const;

async function connect(door: (typeof DOORS)[number], as = key): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(
    door === 'http'
      ? new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers: bearer(as) } })
      : new StdioClientTransport({
          command: process.execPath,
          args: [`${CHECKOUT}/dist/main.js`, 'mcp', '--url', url],
          env: { HEADWATER_KEY: as },
        }),
  );
  return client;
}

/** What a tool has answered, and whether it is an error. */
async function ask(client: Client, name: string, given: Record<string, unknown>) {
  const { content, isError } = await client.callTool({ name, arguments: given });
  const [block] = content;
  if (block?.type !== 'text') throw new Error('the tool gave no text');
  const { text } = block;
  return { text, isError: isError ?? false };
}

describe.each(DOORS)('an assistant that comes over %s', (door) => {
  let client: Client;

  beforeAll(async () => {
    client = await connect(door);
  });
  afterAll(() => client.close());

  it('finds every saved query as a tool that only reads', async () => {
    const { tools } = await client.listTools();
    const queries = readOperationFiles().filter(({ query }) => /^query /m.test(query));
    expect(tools.map(({ title }) => title?.replaceAll(' ', '').toLowerCase())).toEqual(
      queries.map(({ query }) => /^query (\w+)/m.exec(query)?.[1]?.toLowerCase()),
    );
    for (const { description, annotations } of tools) {
      expect(description?.length).toBeGreaterThan(20);
      expect(annotations?.readOnlyHint).toBe(true);
    }
    const impact = tools.find(({ name }) => name === 'what_a_change_would_break');
    expect(impact?.inputSchema).toMatchObject({
      required: ['of'],
      properties: { of: { type: 'array', items: { type: 'string' }, examples: expect.anything() } },
    });
  });

  it('is answered exactly, with statuses', async () => {
    const given = { features: ['weather:rain'], entities: [{ airport: 'SEA' }, { airport: 'XXX' }] };
    const { text, isError } = await ask(client, 'features_right_now', given);
    expect(isError).toBe(false);
    expect(text).toContain(`"values":[[${HUGE}],[null]]`);
    expect(text).toContain('"statuses":[["PRESENT"],["NOT_FOUND"]]');
  });

  it('is told what was wrong, and what would be right', async () => {
    const unknown = await ask(client, 'upstream_of_a_model', { modelVersion: 'wether@1' });
    expect(unknown).toEqual({ isError: true, text: expect.stringMatching(/"code":"NOT_FOUND"/) });
    expect(unknown.text).toContain('wether');
    const missing = await ask(client, 'search', { words: 'rain' }).catch(String);
    expect(JSON.stringify(missing)).toMatch(/text/);
    expect(JSON.stringify(missing)).toMatch(/[Ii]nvalid|[Ii]nput/);
  });
});

it('an assistant has the rights of its key, and no others', async () => {
  const { key: server } = await makeKey(app, { role: 'SERVER' });
  const client = await connect('http', server);
  const given = { features: ['weather:rain'], entities: [{ airport: 'SEA' }] };
  expect((await ask(client, 'features_right_now', given)).isError).toBe(false);
  const refused = await ask(client, 'search', { text: 'weather' });
  expect(refused).toEqual({ isError: true, text: expect.stringContaining('"code":"FORBIDDEN"') });
  await client.close();
  await expect(connect('http', 'hw_wrong')).rejects.toThrow(/401|[Uu]nauthor/);
});

it.each([
  ['nothing', '', 400],
  ['no JSON', '{', 400],
  ['what is no message', '7', 400],
  ['an id that no double holds', '{"jsonrpc":"2.0","id":12345678901234567890,"method":"tools/list"}', 400],
  ['a method that there is not', '{"jsonrpc":"2.0","id":1,"method":"tools/destroy"}', 200],
])('%s is answered with an error', async (_, body, status) => {
  const headers = { ...bearer(key), 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const answer = await fetch(`${url}/mcp`, { method: 'POST', headers, body });
  const text = await answer.text();
  expect([answer.status, text]).toEqual([status, expect.stringMatching(/error|problem|detail/i)]);
});

it('no session is kept: what would follow one is answered 405', async () => {
  const answer = await fetch(`${url}/mcp`, { headers: { ...bearer(key), accept: 'text/event-stream' } });
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
});

const MESSAGE = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const call = (name: string) =>
  `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":${JSON.stringify(name)},"arguments":{"text":"x"}}}`;

it.each([
  ['a page of elsewhere', () => ({ origin: 'http://evil.example' }), call('search'), 403, /Origin is/],
  [
    'a key of another project',
    async () => bearer((await makeKey(app, { role: 'READER', project: 'theirs' })).key),
    call('search'),
    404,
    /project/,
  ],
  [
    'a key that is an integer of 64 bits, where text is asked for',
    () => ({}),
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"features_right_now","arguments":{"features":["weather:rain"],"entities":[{"airport":${HUGE}}]}}}`,
    200,
    new RegExp(String(HUGE)),
  ],
  ['a tool of an odd name', () => ({}), call('__proto__'), 200, /Tool __proto__/],
  ['a thousand calls at once', () => ({}), `[${Array(1_000).fill(call('search')).join()}]`, 400, /must not exceed/],
  ['what is nested without end', () => ({}), `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`, 400, /nests more than/],
])('%s is refused', async (_, headers, body, status, message) => {
  await app
    .graphql('mutation { createProject(input: { name: "theirs" }) { project { name } } }')
    .catch(() => undefined);
  const as = { ...bearer(key), ...MESSAGE, ...(await headers()), 'headwater-project': 'default' };
  const answer = await fetch(`${url}/mcp`, { method: 'POST', headers: as, body });
  expect([answer.status, await answer.text()]).toEqual([status, expect.stringMatching(message)]);
});

it('many calls at once are answered, and leave no listeners behind', async () => {
  const warnings: string[] = [];
  const note = ({ name, message }: Error) => void (name === 'MaxListenersExceededWarning' && warnings.push(message));
  process.on('warning', note);
  const calls = Array.from({ length: 15 }, (_, id) => call('search').replace('"id":1', `"id":${id}`));
  const answer = await fetch(`${url}/mcp`, {
    method: 'POST',
    headers: { ...bearer(key), ...MESSAGE },
    body: `[${calls.join()}]`,
  });
  expect([answer.status, (await answer.text()).match(/"result"/g)]).toEqual([200, Array(15).fill('"result"')]);
  process.off('warning', note);
  expect(warnings).toEqual([]);
});

it('over stdio, what is no message is passed over, and the end of the input is the end', async () => {
  const command = spawn(process.execPath, [`${CHECKOUT}/dist/main.js`, 'mcp', '--url', url], {
    env: { ...process.env, HEADWATER_KEY: key },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(command, 'exit');
  command.stdin.write(`garbage\n{"jsonrpc":"2.0"}\n[[[\n\0\n${call('nothing')}\n`);
  command.stdin.write('{"jsonrpc":"2.0","id":2,"method":"tools/list"}\n');
  let said = '';
  for await (const chunk of command.stdout) {
    said += String(chunk);
    if (said.includes('"id":2')) command.stdin.end('{"half a mess');
  }
  expect(said).toContain('what_a_change_would_break');
  expect(await ended).toEqual([0, null]);
});

it('over stdio, a message without an end is told so, and ends the command', async () => {
  const command = spawn(process.execPath, [`${CHECKOUT}/dist/main.js`, 'mcp', '--url', url], {
    env: { ...process.env, HEADWATER_KEY: key },
    stdio: 'pipe',
  });
  const ended = once(command, 'exit');
  // It doesn't read to the end what has none.
  command.stdin.on('error', () => undefined);
  const endless = Readable.from(
    (function* () {
      for (let sent = 0; sent < 200; sent++) yield Buffer.alloc(1024 * 1024, 'x');
    })(),
  );
  endless.pipe(command.stdin);
  const [said, complaint] = await Promise.all([text(command.stdout), text(command.stderr)]);

  expect(JSON.parse(said)).toMatchObject({ id: null, error: { message: expect.stringContaining('10,485,760 bytes') } });
  expect(complaint).toContain('10,485,760 bytes');
  expect(await ended).toEqual([1, null]);
});
