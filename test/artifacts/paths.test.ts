import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { casesOf } from '../support/cases.js';
import { Seed } from '../support/seeds/seed.js';
import { ArtifactClient } from './artifact-client.js';

let client: ArtifactClient;
let run: string;

beforeAll(async () => {
  client = await ArtifactClient.start();
  run = (await client.runs.start()).id;
});

afterAll(() => client.close());

/** Sends a path as it is: `fetch` would resolve it before. */
function putRaw(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${client.url}/`, { method: 'PUT', path: `/v1/artifacts/${run}/${path}` }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end('x');
  });
}

describe('a path', () => {
  it.each([
    '../secret',
    'a/../../b',
    '%2e%2e/b',
    '..%2F..%2Fetc%2Fpasswd',
    'a%2F..%2Fb',
    './a',
    'a//b',
    'a/',
    '%2Fetc%2Fpasswd',
    'a%5C..%5Cb',
    'a%00b',
    'a%0Ab',
    'a%7Fb',
    'x'.repeat(256),
    `${'d/'.repeat(64)}x`,
    `${'x'.repeat(200)}/`.repeat(6),
    '%E0%A4%A',
    '%FF',
  ])('%s that leads out of the tree, or is no file, is refused', async (path) => {
    expect(await putRaw(path)).toBe(400);
    expect(await client.stored()).toEqual({ contents: [], incoming: [] });
  });

  it('is a file or a folder, not both', async () => {
    const { id } = await client.runs.start();
    expect((await client.put(`/${id}/a/b`, '1')).status).toBe(201);
    for (const path of ['a', 'a/b/c', 'a/b/c/d']) {
      const clash = await client.put(`/${id}/${path}`, '1');
      expect([clash.status, await clash.json()]).toMatchObject([409, { code: 'CONFLICT', found: 'a/b' }]);
    }
    expect((await client.put(`/${id}/a.b`, '1')).status).toBe(201);
    expect((await client.put(`/${id}/a0`, '1')).status).toBe(201);
  });

  it('of one name has one file, however its letters are composed', async () => {
    const { id } = await client.runs.start();
    await client.put(`/${id}/${encodeURIComponent('Zoe\u0308')}`, '1');
    expect(await (await client.ask(`/${id}/${encodeURIComponent('Zo\u00eb')}`)).text()).toBe('1');
  });

  it('of nothing that there is, or of something that takes no new file, says so', async () => {
    expect((await client.put('/run_00000000000000000000000000/a', '1')).status).toBe(404);
    expect((await client.ask('?run=nothing')).status).toBe(404);
    for (const query of ['', '?run=a&node=b', `?run=${run}&first=x`, `?run=${run}&after=x`, '?rum=a'])
      expect((await client.ask(query)).status).toBe(400);
    const { id } = await client.runs.start();
    await client.put(`/${id}/a`, '1');
    const again = await client.put(`/${id}/a`, '2', { 'if-none-match': '*' });
    expect([again.status, await again.json()]).toMatchObject([412, { code: 'FAILED_PRECONDITION' }]);
  });

  it('of a version stays as it is', async () => {
    await new Seed(client.app).datasetVersion('flights');
    expect((await client.put('/flights@1/notes.md', 'as it came')).status).toBe(201);
    expect((await client.put('/flights@1/notes.md', 'as it came')).status).toBe(200);
    expect((await client.put('/flights@1/notes.md', 'other')).status).toBe(409);
    expect((await client.ask('/flights@1/notes.md', { method: 'DELETE' })).status).toBe(412);
    expect(await (await client.ask('/flights@1/notes.md')).text()).toBe('as it came');
  });
});

const segment = fc.constantFrom('a', 'a.b', 'a-b', 'a0', 'b', 'ä', '数', ' ', 'Z', '~');
const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join('/'));

/** What is directly in a folder, by a look at every path. */
function listed(paths: readonly string[], folder: string) {
  const prefix = folder === '' ? '' : `${folder}/`;
  const names = new Map<string, boolean>();
  for (const each of paths)
    if (each.startsWith(prefix)) {
      const [name = '', ...rest] = each.slice(prefix.length).split('/');
      names.set(prefix + name, rest.length > 0);
    }
  return [...names].map(([entry, isDir]) => ({ path: entry, isDir }));
}

it('lists what is in a folder as a look at every path does, whatever the size of the page', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(path, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 3 }),
      async (given, first) => {
        const { id } = await client.runs.start();
        const kept: string[] = [];
        for (const each of given)
          if ((await client.put(`/${id}/${each.split('/').map(encodeURIComponent).join('/')}`, each)).ok)
            kept.push(each);
        const folders = [
          '',
          ...new Set(kept.flatMap((each) => each.split('/').map((_, n, all) => all.slice(0, n).join('/')))),
        ];
        for (const folder of folders) {
          const found = (await client.list(id, folder, first)).map((entry) => ({
            path: entry.path,
            isDir: entry.isDir,
          }));
          const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
          expect(found.toSorted(byPath)).toEqual(listed(kept, folder).toSorted(byPath));
        }
      },
    ),
    { numRuns: casesOf(4, 200) },
  );
}, 600_000);
