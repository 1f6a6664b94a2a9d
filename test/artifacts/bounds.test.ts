import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ArtifactClient } from './artifact-client.js';

let client: ArtifactClient;
let run: string;

beforeAll(async () => {
  client = await ArtifactClient.start({
    ARTIFACT_MAX_BYTES: 1_000_000,
    QUOTA_BYTES: 1_500_000,
    ARTIFACT_CONCURRENCY: 2,
  });
  run = (await client.runs.start()).id;
});

afterAll(() => client.close());

/** Sends bytes without saying how many there will be; the answer may come before all are sent. */
function putChunked(path: string, bytes: number): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const upload = request(`${client.url}/v1/artifacts/${run}/${path}`, { method: 'PUT' }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text) => {
        body += text;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    upload.on('error', reject);
    for (let sent = 0; sent < bytes; sent += 100_000) upload.write(Buffer.alloc(Math.min(100_000, bytes - sent)));
    upload.end();
  });
}

it('refuses a file that is too large, whether it says so before or not', async () => {
  const known = await client.put(`/${run}/large`, Buffer.alloc(1_000_001));
  expect([known.status, await known.json()]).toMatchObject([400, { expected: 1_000_000, found: 1_000_001 }]);
  const unknown = await putChunked('large', 1_200_000);
  expect([unknown.status, unknown.body]).toEqual([400, expect.stringContaining('ARTIFACT_MAX_BYTES')]);
  expect(await client.list(run)).toEqual([]);
  expect((await client.stored()).incoming).toEqual([]);
});

it('refuses what would be more than the project may hold, and counts what is there', async () => {
  expect((await client.put(`/${run}/a`, Buffer.alloc(900_000, 'a'))).status).toBe(201);
  const known = await client.put(`/${run}/b`, Buffer.alloc(700_000, 'b'));
  expect([known.status, await known.json()]).toMatchObject([429, { code: 'RATE_LIMITED', limit: 'quota:bytes' }]);
  expect((await putChunked('b', 700_000)).status).toBe(429);
  type Answer = { projects: { usage: { bytes: number } }[] };
  const { projects } = await client.app.graphql<Answer>('{ projects { usage { bytes } } }');
  expect(projects[0]?.usage.bytes).toBe(900_000);

  await client.ask(`/${run}/a`, { method: 'DELETE' });
  await client.app.graphql('{ projects { usage { bytes } } }');
  expect((await client.put(`/${run}/b`, Buffer.alloc(700_000, 'b'))).status).toBe(201);
});

it('has no more room for many at once than for one after the other', async () => {
  const { id } = await client.runs.start();
  const puts = Array.from({ length: 6 }, (_, n) => client.put(`/${id}/${n}`, Buffer.alloc(300_000, `${n}`)));
  const statuses = (await Promise.all(puts)).map(({ status }) => status);
  expect([...new Set(statuses)].sort()).toEqual([201, 429]);
  expect(statuses.filter((status) => status === 201)).toHaveLength(2);
});

it('takes more at once than there are places, one after the other', async () => {
  const puts = Array.from({ length: 12 }, (_, n) => client.put(`/${run}/at-once/${n}`, Buffer.alloc(10_000, `${n}`)));
  expect((await Promise.all(puts)).map(({ status }) => status)).toEqual(Array(12).fill(201));
});
