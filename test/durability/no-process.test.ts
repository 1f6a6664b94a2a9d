import { execFileSync } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeDataDirectory } from '../support/data-directory.js';
import { parquetFile } from '../support/foreign/parquet-file.js';
import { ServiceProcess } from './service-process.js';

let dataDir: string;
let service: ServiceProcess;
/** Uploads are its work. */
let backend: number;

beforeAll(async () => {
  dataDir = await makeDataDirectory();
  service = await ServiceProcess.start(dataDir);
  backend = await service.backendPid();
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

async function upload(): Promise<{ status: number; code?: string; detail?: string }> {
  const file = await parquetFile(`select 1 as key, 2 as n, '2026-01-01T00:00:00Z'::timestamptz as event_time`);
  const response = await fetch(`${service.url}/v1/feature-sets/base/rows`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.apache.parquet' },
    body: new Uint8Array(file),
  });
  const { code, detail } = (await response.json()) as { code?: string; detail?: string };
  return { status: response.status, ...(code !== undefined && { code }), ...(detail !== undefined && { detail }) };
}

/** The number that the system gives the service for what it opens when so many more are open. */
async function numberBehind(more: number): Promise<number> {
  const open = new Set((await readdir(`/proc/${backend}/fd`)).map(Number));
  let number = 0;
  for (let free = 0; free < more; number++) if (!open.has(number)) free++;
  return number;
}

/** What the system lets it have open. */
const allow = (files: number) => execFileSync('prlimit', [`--pid=${backend}`, `--nofile=${files}:4096`]);

describe('a service that can start no process', () => {
  it('says so to who needs one, and goes on', async () => {
    expect(await upload()).toEqual({ status: 200 });

    // Enough for the request and its file, and not for the pipes to a process.
    allow(await numberBehind(4));
    const refused = await upload();
    allow(4096);

    expect(refused).toEqual({
      status: 503,
      code: 'UNAVAILABLE',
      detail: expect.stringMatching(/no process that reads and writes Parquet now \(E\w+\); try again/),
    });
    expect(await upload()).toEqual({ status: 200 });
  });
});
