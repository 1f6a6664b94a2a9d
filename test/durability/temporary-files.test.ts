import { readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '../../src/tables/temporary-directory.js';
import { makeDataDirectory } from '../support/data-directory.js';
import { eventually } from '../support/eventually.js';
import { ServiceProcess } from './service-process.js';

const NAME = /^headwater-tables-/;
let dataDir: string;
let service: ServiceProcess;

beforeAll(async () => {
  dataDir = await makeDataDirectory();
  service = await ServiceProcess.start(dataDir);
  await service.send(
    `mutation {
       defineEntity(input: { name: "key", joinKeys: [{ name: "key", type: INT64 }] }) { created }
       publishFeatureSet(input: { name: "base", entity: "key", features: [{ name: "n", type: INT64 }] }) { created }
     }`,
    {},
  );
}, 120_000);

afterAll(async () => {
  await service.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const directories = async () => (await readdir(tmpdir())).filter((name) => NAME.test(name));

/** Begins an upload that goes on until it is let go; the directory that the service keeps it in. */
async function beginUpload(
  path: string,
  type: string,
): Promise<{ directory: string; abort: () => void; ended: Promise<unknown> }> {
  const before = new Set(await directories());
  const controller = new AbortController();
  const body = new ReadableStream({
    async pull(stream) {
      stream.enqueue(Buffer.alloc(1 << 16, 'PAR1'));
      await new Promise((resolve) => setTimeout(resolve, 20));
    },
  });
  const ended = fetch(`${service.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
    signal: controller.signal,
    ...({ duplex: 'half' } as object),
  }).catch(() => undefined);
  let directory = '';
  await eventually(async () => {
    for (const name of await directories()) {
      if (before.has(name)) continue;
      const files = (await readdir(join(tmpdir(), name))).filter((file) => file !== 'owner');
      const sizes = await Promise.all(files.map(async (file) => (await stat(join(tmpdir(), name, file))).size));
      if (sizes.some((size) => size > 0)) directory = name;
    }
    if (directory === '') throw new Error('the upload is not on disk yet');
  }, 20_000);
  return { directory, abort: () => controller.abort(), ended };
}

const UPLOADS = [
  ['of rows', '/v1/feature-sets/base/rows', 'application/vnd.apache.parquet'],
  ['of a spine', '/v1/training-sets?name=s&features=base:*', 'text/csv'],
] as const;

describe('the files of an upload', () => {
  it('of rows and of a spine are gone after the next start, when the service was killed in the middle', async () => {
    const uploads = [];
    for (const [, path, type] of UPLOADS) uploads.push(await beginUpload(path, type));
    // Those of others stay: one who lives, here.
    const other = await temporaryDirectory();
    await service.killService();
    for (const { ended } of uploads) await ended;

    service = await ServiceProcess.start(dataDir);

    const left = await directories();
    for (const { directory } of uploads) expect(left).not.toContain(directory);
    expect(left.some((name) => other.path.endsWith(name))).toBe(true);
    await other.remove();
  }, 120_000);

  it.each(UPLOADS)('%s are gone at once when the client goes away', async (_, path, type) => {
    const { directory, abort, ended } = await beginUpload(path, type);

    abort();

    await ended;
    await eventually(async () => expect(await directories()).not.toContain(directory), 20_000);
  });
});
