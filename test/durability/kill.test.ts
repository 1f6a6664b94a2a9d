import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeDataDirectory } from '../support/data-directory.js';
import { ONLINE_FEATURES, WRITE_FEATURES } from '../support/seeds/feature-seed.js';
import { ServiceProcess } from './service-process.js';

/** Each takes a start of the service and of its database; KILLS=60 looks longer. */
const KILLS = Number(process.env.KILLS ?? 1);
const WRITERS = 4;
const ROWS = 20;

let dataDir: string;
let service: ServiceProcess;

beforeAll(async () => {
  dataDir = await makeDataDirectory();
  service = await ServiceProcess.start(dataDir);
  const made = await service.send(
    `mutation {
       defineEntity(input: { name: "key", joinKeys: [{ name: "key", type: STRING }] }) { created }
       publishFeatureSet(input: { name: "counter", entity: "key", features: [{ name: "n", type: INT64 }] }) { created }
     }`,
    {},
  );
  expect(made).toBeDefined();
});

afterAll(async () => {
  await service.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** What was sent under a number, and whether it was acknowledged. */
interface Attempt {
  readonly writer: number;
  readonly number: number;
  readonly acknowledged: boolean;
}

const keyOf = (writer: number, row: number) => `${writer}-${row}`;
const timeOf = (number: number) => new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();

/** Writes call after call, ROWS keys each with the same number, and registers a dataset version beside each. */
async function writeUntil(stopped: () => boolean, writer: number, from: number): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for (let number = from; !stopped(); number++) {
    const rows = Array.from({ length: ROWS }, (_, row) => ({
      key: keyOf(writer, row),
      n: number,
      event_time: timeOf(number),
    }));
    const written = await service.send(WRITE_FEATURES, { input: { featureSet: 'counter', rows } });
    const registered = await service.send(
      'mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created } }',
      { input: { dataset: `log_${writer}`, location: 'memory:', digest: `${number}`, columns: [] } },
    );
    attempts.push({ writer, number, acknowledged: written !== undefined && registered !== undefined });
    if (written === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return attempts;
}

describe('kill -9 in the middle of writes', () => {
  it(
    `loses nothing acknowledged and leaves nothing half done, ${KILLS} times`,
    async () => {
      let last: number[] = Array(WRITERS).fill(0);
      // Where there is one kill, another one each time.
      const first = Math.floor(Math.random() * 2);
      for (let round = first; round < first + KILLS; round++) {
        let stopped = false;
        const writing = last.map((number, writer) => writeUntil(() => stopped, writer, number + 1));
        await new Promise((resolve) => setTimeout(resolve, 100 + Math.random() * 400));

        // In turns the service alone, which leaves PostgreSQL behind, and both.
        if (round % 2 === 1) await service.killPostgres();
        await service.killService();
        stopped = true;
        const attempts = await Promise.all(writing);
        service = await ServiceProcess.start(dataDir);

        for (const [writer, mine] of attempts.entries()) await expectWhole(writer, last[writer] ?? 0, mine);
        last = attempts.map((mine, writer) => mine.at(-1)?.number ?? last[writer] ?? 0);
      }
    },
    10 * 60_000,
  );

  it('heals by itself when only PostgreSQL is killed', async () => {
    await service.killPostgres();

    const deadline = Date.now() + 20_000;
    let answer: unknown;
    while (answer === undefined && Date.now() < deadline) {
      answer = await service.send(ONLINE_FEATURES, { features: ['counter:n'], entities: [{ key: keyOf(0, 0) }] });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }

    expect(answer).toBeDefined();
  });
});

/** All rows of one call are there or none is, and the last acknowledged call is. */
async function expectWhole(writer: number, before: number, attempts: readonly Attempt[]): Promise<void> {
  const keys = Array.from({ length: ROWS }, (_, row) => ({ key: keyOf(writer, row) }));
  const table = await service.send<{ onlineFeatures: { values: (number | null)[][] } }>(ONLINE_FEATURES, {
    features: ['counter:n'],
    entities: keys,
  });
  const stored = new Set(table?.onlineFeatures.values.map(([n]) => n ?? 0));
  expect(stored.size).toBe(1);
  const [number = -1] = stored;
  const acknowledged = attempts.filter((attempt) => attempt.acknowledged).at(-1)?.number ?? 0;
  expect(number).toBeGreaterThanOrEqual(acknowledged);
  expect(number).toBeLessThanOrEqual(attempts.at(-1)?.number ?? before);

  const log = await service.send<{
    dataset: { latestVersion: { version: number }; versions: { nodes: { version: number; digest: string }[] } } | null;
  }>(
    `query ($ref: Ref!) { dataset(ref: $ref) { latestVersion { version } versions(first: 1000) { nodes { version digest } } } }`,
    { ref: `log_${writer}` },
  );
  const versions = log?.dataset?.versions.nodes ?? [];
  expect(versions.map(({ version }) => version)).toEqual(versions.map((_, index) => versions.length - index));
  const digests = new Set(versions.map(({ digest }) => digest));
  for (const attempt of attempts) if (attempt.acknowledged) expect(digests).toContain(String(attempt.number));
}
