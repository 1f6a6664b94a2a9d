import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { startHeadwater } from '../support/service/headwater-process.js';

let app: AppUnderTest;
let url: string;
let directory: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  directory = await mkdtemp(join(tmpdir(), 'headwater-audit-command-'));
  for (const name of ['staging', 'production'])
    await app.graphql('mutation ($name: String!) { defineEnvironment(input: { name: $name }) { created } }', { name });
});

afterAll(async () => {
  await app.close();
  await rm(directory, { recursive: true });
});

async function headwater(...args: string[]): Promise<{ code: number | string; stdout: string; stderr: string }> {
  const command = startHeadwater(['audit', ...args, '--url', url], {});
  return { code: await command.exited, stdout: command.stdout(), stderr: command.stderr() };
}

it('headwater audit prints an anchor, exports, and verifies the service and the export against it', async () => {
  const file = join(directory, 'log.ndjson');
  const anchor = (await headwater('anchor')).stdout.trim();
  expect(anchor).toMatch(/^3:[0-9a-f]{64}$/);
  await app.graphql('mutation { defineEnvironment(input: { name: "later" }) { created } }');

  const verified = await headwater('verify', '--anchor', anchor);
  expect(verified).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('4 changes are as they were written, up to 4:'),
  });
  expect(await headwater('export', '--output', file)).toMatchObject({ code: 0, stdout: '' });
  expect(await headwater('verify', '--file', file, '--anchor', anchor)).toMatchObject({
    code: 0,
    stdout: verified.stdout,
  });
  expect((await headwater('export', '--after', anchor)).stdout).toBe(
    `${(await readFile(file, 'utf8')).trimEnd().split('\n')[3]}\n`,
  );

  await writeFile(file, (await readFile(file, 'utf8')).replace('production', 'productiom'));
  expect(await headwater('verify', '--file', file)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('position 3'),
  });
  expect(await headwater('verify', '--anchor', `3:${'0'.repeat(64)}`)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('position 3'),
  });
  expect(await headwater('verify', '--anchor', 'nonsense')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('"nonsense"'),
  });
});
