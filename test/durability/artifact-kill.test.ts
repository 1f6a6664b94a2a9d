import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { makeDataDirectory } from '../support/data-directory.js';
import { eventually } from '../support/eventually.js';
import { ServiceProcess } from './service-process.js';

const KILLS = Number(process.env.KILLS ?? 1);
const WRITERS = 4;

let dataDir: string;
let service: ServiceProcess;
let run: string;

beforeAll(async () => {
  dataDir = await makeDataDirectory();
  service = await ServiceProcess.start(dataDir);
  const made = await service.send<{ startRun: { run: { id: string } } }>(
    'mutation { startRun(input: { type: TRAINING }) { run { id } } }',
    {},
  );
  run = made?.startRun.run.id ?? '';
  const first = await fetch(`${service.url}/v1/artifacts/${run}/first`, { method: 'PUT', body: 'first' });
  expect(first.status).toBe(201);
});

afterAll(async () => {
  await service.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Some are one chunk, most are many; every third has been there before. */
function contentOf(writer: number, number: number): Buffer {
  return Buffer.alloc(1 + ((writer * 7 + number * 13) % 40) * 100_000, `${writer} ${number - (number % 3)} `);
}

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Puts file after file; adds the paths that were acknowledged to `kept`, with the digests of what was put there. */
async function putUntil(
  stopped: () => boolean,
  round: number,
  writer: number,
  kept: Map<string, string>,
): Promise<void> {
  for (let number = 0; !stopped(); number++) {
    const path = `${round}/${writer}/${number}.bin`;
    const bytes = contentOf(writer, number);
    const answer = await fetch(`${service.url}/v1/artifacts/${run}/${path}`, {
      method: 'PUT',
      body: new Uint8Array(bytes),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => undefined);
    if (answer?.ok === true) kept.set(path, digestOf(bytes));
    else await sleep(20);
  }
}

/** Every file that the run shows, by path, with the digest of its bytes: read through the service, and compared with what it says of them. */
async function shown(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  type List = { files: { path: string; isDir: boolean; digest: string; size: number }[]; next: string | null };
  for (let after = ''; ; ) {
    const query = new URLSearchParams({ run, path: folder, first: '1000', ...(after && { after }) });
    const { files, next } = (await (await fetch(`${service.url}/v1/artifacts?${query}`)).json()) as List;
    for (const file of files) {
      const answer = await fetch(`${service.url}/v1/artifacts/${run}/${file.path}`);
      const bytes = Buffer.from(await answer.arrayBuffer());
      expect([file.path, answer.status, `sha256:${digestOf(bytes)}`, bytes.length]).toEqual([
        file.path,
        200,
        file.digest,
        file.size,
      ]);
      found.set(file.path, digestOf(bytes));
    }
    if (next === null) return found;
    after = next;
  }
}

it(
  `kill -9 in the middle of uploads loses no file that was acknowledged, and shows none that is not whole, ${KILLS} times`,
  async () => {
    // Where there are fewer kills than victims, other ones each time.
    const first = Math.floor(Math.random() * 3);
    for (let round = first; round < first + KILLS; round++) {
      let stopped = false;
      const kept = Array.from({ length: WRITERS }, () => new Map<string, string>());
      const writing = kept.map((mine, writer) => putUntil(() => stopped, round, writer, mine));
      await eventually(async () => expect(kept.some(({ size }) => size > 0)).toBe(true), 30_000);
      await sleep(Math.random() * 500);
      // In turns the process that receives, which is started again, the database, and one of its processes; then all of them.
      if (round % 3 === 0) process.kill(await service.backendPid(), 'SIGKILL');
      else if (round % 3 === 1) await service.killPostgres();
      else await service.killBackend('SIGKILL');
      await sleep(20);
      await service.killService();
      stopped = true;
      await Promise.all(writing);
      service = await ServiceProcess.start(dataDir);

      for (const [writer, mine] of kept.entries()) {
        const found = await shown(`${round}/${writer}`);
        for (const [path, digest] of mine) expect([path, found.get(path)]).toEqual([path, digest]);
      }
      const contents = await readdir(join(dataDir, 'artifacts/sha256'), { recursive: true, withFileTypes: true });
      for (const entry of contents.filter((each) => each.isFile()))
        expect(digestOf(await readFile(join(entry.parentPath, entry.name)))).toBe(entry.name);
    }
  },
  10 * 60_000,
);
