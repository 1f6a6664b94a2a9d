import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ArtifactClient, sha256 } from './artifact-client.js';

let client: ArtifactClient;
let run: string;

beforeAll(async () => {
  client = await ArtifactClient.start();
});

afterAll(() => client.close());

async function newRun(): Promise<string> {
  run = (await client.runs.start()).id;
  return run;
}

describe('a file of a run', () => {
  it('comes back as it was, with what it is, its digest and its size', async () => {
    await newRun();
    const put = await client.put(`/${run}/plots/roc.txt`, 'abc');
    expect([put.status, await put.json()]).toMatchObject([
      201,
      { path: 'plots/roc.txt', size: 3, digest: sha256('abc'), contentType: 'text/plain;charset=UTF-8', created: true },
    ]);

    const got = await client.ask(`/${run}/plots/roc.txt`);
    expect([got.status, await got.text()]).toEqual([200, 'abc']);
    expect(Object.fromEntries(got.headers)).toMatchObject({
      'content-type': 'text/plain;charset=UTF-8',
      'content-length': '3',
      etag: `"${sha256('abc').replace(':', '-')}"`,
      'accept-ranges': 'bytes',
      'content-disposition': 'attachment; filename="roc.txt"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
    });
    const head = await client.ask(`/${run}/plots/roc.txt`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '3']);
  });

  it('is found in the log of changes, and nothing is where nothing changed', async () => {
    await newRun();
    for (const text of ['1', '1', '2']) await client.put(`/${run}/a.csv`, text, { 'content-type': 'text/csv' });
    await client.ask(`/${run}/a.csv`, { method: 'DELETE' });
    const { changes } = await client.app.graphql<{ changes: { nodes: { action: string; details: object }[] } }>(
      `{ changes(of: ["${run}"]) { nodes { action details } } }`,
    );
    expect(changes.nodes.map(({ action }) => action)).toEqual([
      'run:log',
      'artifact:write',
      'artifact:write',
      'artifact:delete',
    ]);
    expect(JSON.stringify(changes.nodes.at(-1)?.details)).toContain(sha256('2'));
  });

  it('can be empty, large, of any bytes and any name', async () => {
    await newRun();
    const bytes = Uint8Array.from({ length: 3_000_000 }, (_, index) => (index * 31) % 256);
    for (const [name, body] of [
      ['empty', new Uint8Array()],
      ['bytes.bin', bytes],
      ['Größe 数 (1)+%.txt', Buffer.from('x')],
      ['a#b?c=d&e.json', Buffer.from('{}')],
    ] as const) {
      const path = `/${run}/${encodeURIComponent(name)}`;
      expect((await client.put(path, body)).status).toBe(201);
      expect(Buffer.from(await (await client.ask(path)).arrayBuffer()).equals(Buffer.from(body))).toBe(true);
    }
    expect((await client.list(run)).map(({ path }) => path)).toEqual([
      'Größe 数 (1)+%.txt',
      'a#b?c=d&e.json',
      'bytes.bin',
      'empty',
    ]);
  });

  it('is deleted, alone or with its folder', async () => {
    await newRun();
    for (const path of ['d/1', 'd/e/2', 'd0', 'x']) await client.put(`/${run}/${path}`, path);
    expect((await client.ask(`/${run}/d`, { method: 'DELETE' })).status).toBe(404);
    const folder = await client.ask(`/${run}/d?recursive=true`, { method: 'DELETE' });
    expect(await folder.json()).toEqual({ deleted: 2, bytes: 8 });
    expect((await client.ask(`/${run}/x`, { method: 'DELETE' })).status).toBe(200);
    expect((await client.list(run)).map(({ path }) => path)).toEqual(['d0']);
    expect((await client.ask(`/${run}/x`)).status).toBe(404);
  });

  it('goes with its run, and comes back with it', async () => {
    await newRun();
    await client.put(`/${run}/a`, '1');
    await client.app.graphql(`mutation { deleteNode(input: { id: "${run}" }) { __typename } }`);
    expect((await client.ask(`/${run}/a`)).status).toBe(404);
    expect((await client.put(`/${run}/b`, '1')).status).toBe(404);
    await client.app.graphql(`mutation { restoreRun(input: { run: "${run}" }) { run { id } } }`);
    expect(await (await client.ask(`/${run}/a`)).text()).toBe('1');
  });
});

it('of another project has an address that names it', async () => {
  await client.app.graphql('mutation { createProject(input: { name: "a b" }) { project { name } } }');
  type Answer = { startRun: { run: { id: string } } };
  const start = 'mutation { startRun(input: { type: OTHER }) { run { id } } }';
  const { startRun } = await client.app.graphql<Answer>(start, {}, { project: 'a b' });
  const headers = { 'headwater-project': 'a b' };
  const put = await client.put(`/${startRun.run.id}/x y`, 'theirs', headers);
  const { url } = (await put.json()) as { url: string };
  expect(url).toBe(`/p/a%20b/v1/artifacts/${startRun.run.id}/x%20y`);
  expect(await (await fetch(`${client.url}${url}`)).text()).toBe('theirs');
  expect((await client.ask(`/${startRun.run.id}/x y`)).status).toBe(404);
});

it('is listed with its node, of many nodes at once', async () => {
  const ids = [await newRun(), await newRun(), await newRun()];
  for (const id of ids.slice(1)) await client.put(`/${id}/d/${id.slice(-3)}`, id);
  type Answer = { nodes: { artifacts: { nodes: { path: string; url: string | null; size: number | null }[] } }[] };
  const query =
    'query ($ids: [ID!]!, $path: String) { nodes(ids: $ids) { artifacts(path: $path) { nodes { path size url } } } }';
  const { nodes } = await client.app.graphql<Answer>(query, { ids });
  expect(nodes.map(({ artifacts }) => artifacts.nodes)).toEqual([
    [],
    [{ path: 'd', size: null, url: null }],
    [{ path: 'd', size: null, url: null }],
  ]);
  const within = await client.app.graphql<Answer>(query, { ids: ids.slice(2), path: 'd' });
  const [file] = within.nodes[0]?.artifacts.nodes ?? [];
  expect(await (await fetch(`${client.url}${file?.url}`)).text()).toBe(ids[2]);
});

describe('a range', () => {
  const text = '0123456789';
  it.each([
    ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
    ['bytes=7-', 206, '789', 'bytes 7-9/10'],
    ['bytes=-2', 206, '89', 'bytes 8-9/10'],
    ['bytes=0-99', 206, text, 'bytes 0-9/10'],
    ['bytes=1-2,4-5', 200, text, null],
    ['lines=1-2', 200, text, null],
    ['bytes=x', 200, text, null],
  ])('%s gives what it says', async (range, status, body, contentRange) => {
    await newRun();
    await client.put(`/${run}/t`, text);
    const got = await client.ask(`/${run}/t`, { headers: { range } });
    expect([got.status, await got.text(), got.headers.get('content-range')]).toEqual([status, body, contentRange]);
  });

  it('outside of the file is refused, and left aside where the file is another one by now', async () => {
    await newRun();
    await client.put(`/${run}/t`, text);
    const outside = await client.ask(`/${run}/t`, { headers: { range: 'bytes=10-' } });
    expect([outside.status, outside.headers.get('content-range')]).toEqual([416, 'bytes */10']);
    const etag = outside.headers.get('etag') ?? '';
    const part = async (ifRange: string) =>
      (await client.ask(`/${run}/t`, { headers: { range: 'bytes=0-0', 'if-range': ifRange } })).text();
    expect([await part(etag), await part('"sha256-00"')]).toEqual(['0', text]);
    const known = await client.ask(`/${run}/t`, { headers: { 'if-none-match': `"x", W/${etag}` } });
    expect([known.status, await known.text()]).toEqual([304, '']);
  });
});

describe('a digest', () => {
  const base64 = Buffer.from(sha256('abc').slice(7), 'hex').toString('base64');

  it.each([
    ['content-digest', `sha-256=:${base64}:`],
    ['repr-digest', `sha-512=:AAAA:, sha-256=:${base64}:`],
    ['digest', `SHA-256=${base64}`],
  ])('in %s is looked at: what differs is refused, and nothing of it kept', async (header, value) => {
    await newRun();
    expect((await client.put(`/${run}/a`, 'abc', { [header]: value })).status).toBe(201);
    const other = await client.put(`/${run}/b`, `not abc ${header}`, { [header]: value });
    expect([other.status, await other.json()]).toMatchObject([
      400,
      { code: 'BAD_USER_INPUT', expected: sha256('abc') },
    ]);
    expect((await client.ask(`/${run}/b`)).status).toBe(404);
    const { contents, incoming } = await client.stored();
    expect(incoming).toEqual([]);
    expect(contents).not.toContain(sha256(`not abc ${header}`).slice(7));
  });

  it('that can not be read is refused', async () => {
    await newRun();
    for (const [query, headers] of [
      ['?digest=md5:00', {}],
      ['', { 'content-digest': 'md5=:AAAA:' }],
      [`?digest=${sha256('x')}`, { 'content-digest': `sha-256=:${base64}:` }],
    ] as const)
      expect((await client.put(`/${run}/a${query}`, 'abc', headers)).status).toBe(400);
    expect((await client.put(`/${run}/a?digest=${sha256('abc')}`, 'abc')).status).toBe(201);
  });
});
