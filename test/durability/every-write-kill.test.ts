import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { SealedChange } from '../../src/changes/record/change-record.js';
import { replay } from '../changes/replay/replay.js';
import { replayedState, storedState } from '../changes/replay/stored-state.js';
import { makeDataDirectory } from '../support/data-directory.js';
import { eventually } from '../support/eventually.js';
import { runSql } from '../support/postgres/run-sql.js';
import { ServiceProcess } from './service-process.js';
import { CATALOG_WRITES } from './writes/catalog-writes.js';
import { DEFINITION_WRITES } from './writes/definition-writes.js';
import { ENDING_WRITES } from './writes/ending-writes.js';
import { FEATURE_WRITES, seedFeatureWrites } from './writes/feature-writes.js';
import { type Ask, askOf, type Extent, type KindOfWrite, type Send, sendTo } from './writes/kind-of-write.js';
import { MADE_ELSEWHERE } from './writes/made-elsewhere.js';
import { PROMOTION_WRITES } from './writes/promotion-writes.js';
import { RUN_WRITES } from './writes/run-writes.js';
import { trainingSetWrites } from './writes/training-set-writes.js';
import { WEBHOOK_WRITES } from './writes/webhook-writes.js';

/** `KILLS=60 npx jest test/durability/every-write` for a long look. */
const KILLS = Number(process.env.KILLS ?? 1);
const KINDS = [
  ...CATALOG_WRITES,
  ...DEFINITION_WRITES,
  ...ENDING_WRITES,
  ...RUN_WRITES,
  ...FEATURE_WRITES,
  ...trainingSetWrites(),
  ...PROMOTION_WRITES,
  ...WEBHOOK_WRITES,
];
const WRITERS = 6;
/** The longest that they write before a kill. */
const WRITING_MS = process.env.KILLS === undefined ? 700 : 5_000;

let dataDir: string;
let temporary: string;
let service: ServiceProcess;
let send: Send;
let ask: Ask;

const start = () => ServiceProcess.start(dataDir, { TMPDIR: temporary });

beforeAll(async () => {
  dataDir = await makeDataDirectory();
  temporary = join(dataDir, 'tmp');
  await mkdir(temporary);
  service = await start();
  send = sendTo(() => service);
  ask = askOf(() => service);
  await seedFeatureWrites(send);
  await send('mutation { defineEnvironment(input: { name: "kill" }) { created } }');
}, 60_000);

afterAll(async () => {
  await service?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** What is killed: the service, the postmaster, both, one connection, or one so roughly that PostgreSQL starts all anew. */
const VICTIMS: Record<string, () => Promise<boolean>> = {
  service: () => service.killService().then(() => true),
  both: async () => {
    await service.killPostgres();
    await service.killService();
    return true;
  },
  postmaster: () => service.killPostgres().then(() => false),
  connection: () => service.killBackend('SIGTERM').then(() => false),
  backend: () => service.killBackend('SIGKILL').then(() => false),
};

interface Attempt {
  readonly kind: KindOfWrite;
  readonly n: number;
  readonly acknowledged: boolean;
}

let numbers = 0;

/** Changes of every kind in turn, each writer with another one first, until it is told to stop. */
async function writeUntil(stopped: () => boolean, first: number): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (let turn = first; !stopped(); turn++) {
    const kind = KINDS[turn % KINDS.length] as KindOfWrite;
    const n = ++numbers;
    const prepared = (await kind.prepare?.(send, n)) ?? true;
    attempts.push({ kind, n, acknowledged: prepared && (await kind.change(send, n, ask).catch(() => false)) });
    if (!prepared) await sleep(50);
  }
  return attempts;
}

async function expectWhole({ kind, n, acknowledged }: Attempt): Promise<void> {
  const allowed: Extent[] = acknowledged ? ['whole'] : ['whole', 'nothing'];
  // A training set is acknowledged as a job, which goes on after the kill.
  await eventually(async () => {
    const extent = await kind.extent(ask, n);
    if (!allowed.includes(extent)) throw new Error(`${kind.name} ${n}: ${extent}, acknowledged: ${acknowledged}`);
  }, 20_000);
}

it('makes every change that the schema knows, and each of them wholly where nobody is killed', async () => {
  const made = new Set<string>();
  const noted: Send = Object.assign((document: string, variables?: object) => {
    made.add(mutationOf(document));
    return send(document, variables);
  }, send);
  const asked: Ask = (document, variables) => {
    made.add(mutationOf(document));
    return ask(document, variables);
  };
  for (const kind of KINDS) {
    const n = ++numbers;
    expect([kind.name, (await kind.prepare?.(send, n)) ?? true]).toEqual([kind.name, true]);
    const acknowledged = await kind.change(noted, n, asked);
    expect([kind.name, acknowledged]).toEqual([kind.name, true]);
    await expectWhole({ kind, n, acknowledged });
  }
  const sdl = await readFile('schema/schema.graphql', 'utf8');
  const mutations = /^type Mutation \{\n(.*?)^\}/ms.exec(sdl)?.[1] ?? '';
  const known = [...mutations.matchAll(/^ {2}(\w+)\(/gm)].map(([, name]) => name);
  expect(known.length).toBeGreaterThan(0);
  expect(known.filter((name = '') => !made.has(name) && !MADE_ELSEWHERE.includes(name))).toEqual([]);
}, 120_000);

it(
  `loses nothing acknowledged and leaves nothing half done, whatever was being written and whoever is killed, ${KILLS} times`,
  async () => {
    const outcomes = new Map<string, number>();
    // Where there are fewer kills than victims, other ones each time.
    const first = Math.floor(Math.random() * Object.keys(VICTIMS).length);
    for (let round = first; round < first + KILLS; round++) {
      let stopped = false;
      const offset = Math.floor(Math.random() * KINDS.length);
      const writing = Array.from({ length: WRITERS }, (_, writer) =>
        writeUntil(() => stopped, offset + Math.floor((writer * KINDS.length) / WRITERS)),
      );
      await sleep(300 + Math.random() * WRITING_MS);
      const [victim, kill] = Object.entries(VICTIMS)[round % Object.keys(VICTIMS).length] ?? [];
      const isGone = await kill?.();
      stopped = true;
      const attempts = (await Promise.all(writing)).flat();

      if (isGone === true) {
        service = await start();
        // Uploads of the process that was killed; those of a job that goes on are in the database.
        expect([victim, await filesBelow(temporary)]).toEqual([victim, []]);
      }
      await eventually(() => ask('{ projects { name } }').then(() => undefined), 30_000);
      for (const attempt of attempts) {
        await expectWhole(attempt);
        const outcome = `${attempt.kind.name}: ${attempt.acknowledged ? 'acknowledged' : 'not'}`;
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    }
    const { trainingSetJobs } = await ask('{ trainingSetJobs(first: 1000) { nodes { status error } } }');
    const failed = trainingSetJobs.nodes.filter(({ status }: { status: string }) => status === 'FAILED');
    expect(failed).toEqual([]);
    await expectWholeLog(await service.databaseUrl());
    if (process.env.KILLS !== undefined)
      process.stdout.write(
        [...outcomes]
          .sort()
          .map(([outcome, count]) => `${outcome}: ${count}\n`)
          .join(''),
      );
  },
  60 * 60_000,
);

/** Nothing is missing in the log and nothing stands in it twice: what it tells, from nothing, is what there is. */
async function expectWholeLog(url: string): Promise<void> {
  await eventually(async () => expect(await runSql(url, 'select seq from change_unsealed')).toEqual([]), 30_000);
  const feed = await runSql<SealedChange>(
    url,
    'select s.position::float8 as position, c.action, c.details from change_seal s join change c using (seq) order by s.position',
  );
  expect(feed.map(({ position }) => position)).toEqual(feed.map((_, index) => index + 1));
  expect(replayedState(replay(feed))).toEqual(await storedState(url));
}

const mutationOf = (document: string) => /^mutation[^{]*\{ (\w+)/.exec(document)?.[1] ?? '';

/** But for PostgreSQL's own beside its socket. */
async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.s.PGSQL')).map(({ name }) => name);
}
