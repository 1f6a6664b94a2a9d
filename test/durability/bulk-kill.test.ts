import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeDataDirectory } from '../support/data-directory.js';
import { ServiceProcess } from './service-process.js';

/** How often the service is killed: `KILLS=50 npx jest test/durability/bulk-kill` for a long look. */
const KILLS = Number(process.env.KILLS ?? 1);
const ROWS = process.env.KILLS === undefined ? 10_000 : 15_000;
const SPINE_ROWS = 20_000;

let dataDir: string;
let service: ServiceProcess;

beforeAll(async () => {
  dataDir = await makeDataDirectory();
  service = await ServiceProcess.start(dataDir);
  const made = await service.send(
    `mutation {
       defineEntity(input: { name: "key", joinKeys: [{ name: "key", type: INT64 }] }) { created }
       base: publishFeatureSet(input: { name: "base", entity: "key", features: [{ name: "n", type: INT64 }] }) { created }
       bulk: publishFeatureSet(input: { name: "bulk", entity: "key", features: [{ name: "n", type: INT64 }] }) { created }
     }`,
    {},
  );
  expect(made).toBeDefined();
  await post('/v1/feature-sets/base/rows', rowsOfRound(0), 'base');
}, 60_000);

afterAll(async () => {
  await service.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const timeOf = (round: number) => new Date(Date.UTC(2026, 0, 1) + round * 60_000).toISOString();
const rowsOfRound = (round: number) =>
  Array.from(
    { length: ROWS },
    (_, key) => `{"key":${key},"n":${round * 7 + key},"event_time":"${timeOf(round)}"}`,
  ).join('\n');
const SPINE = Array.from(
  { length: SPINE_ROWS },
  (_, row) => `{"key":${row % 10_000},"event_time":"${timeOf(row % 3)}","row":${row}}`,
).join('\n');

interface Posted {
  readonly status: number;
  readonly replayed: boolean;
  readonly body: Record<string, unknown>;
}

/** Posts a table; undefined when it was not acknowledged. */
async function post(path: string, body: string, key: string): Promise<Posted | undefined> {
  try {
    const response = await fetch(`${service.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', 'idempotency-key': key },
      body,
    });
    return {
      status: response.status,
      replayed: response.headers.has('idempotent-replayed'),
      body: (await response.json()) as Record<string, unknown>,
    };
  } catch {
    return undefined;
  }
}

interface Jobs {
  trainingSetJobs: {
    nodes: {
      id: string;
      status: string;
      error: string | null;
      datasetVersion: { label: string; digest: string; rowCount: number } | null;
    }[];
  };
}

/** Every job, once all have ended. */
async function endedJobs(): Promise<Jobs['trainingSetJobs']['nodes']> {
  for (;;) {
    const answer = await service.send<Jobs>(
      `{ trainingSetJobs(first: 1000) { nodes { id status error datasetVersion { label digest rowCount } } } }`,
      {},
    );
    const jobs = answer?.trainingSetJobs.nodes ?? [];
    if (answer !== undefined && jobs.every(({ status }) => status !== 'PENDING' && status !== 'RUNNING')) return jobs;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('kill -9 in the middle of ingests and training sets', () => {
  it(
    `keeps what was acknowledged, doubles nothing, and resumes jobs, ${KILLS} times`,
    async () => {
      let begun = 0;
      // Where there is one kill, another one each time.
      const first = Math.floor(Math.random() * 2);
      for (let round = 1; round <= KILLS; round++) {
        const path = '/v1/feature-sets/bulk/rows';
        const ingest = post(path, rowsOfRound(round), `round-${round}`);
        const training = post(`/v1/training-sets?name=set_${round}&features=base:*`, SPINE, '');
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 2_500));
        // At least one job is there to be resumed, however early the others are killed.
        if (round === KILLS) await training;
        // In turns the service alone, which leaves PostgreSQL behind, and both.
        if ((first + round) % 2 === 0) await service.killPostgres();
        await service.killService();
        const [ingested, asked] = await Promise.all([ingest, training]);
        service = await ServiceProcess.start(dataDir);

        const again = await post(path, rowsOfRound(round), `round-${round}`);
        const jobs = await endedJobs();

        expect(again?.status).toBe(200);
        if (ingested?.status === 200) expect([again?.replayed, again?.body]).toEqual([true, ingested.body]);
        expect(again?.body).toMatchObject({ read: ROWS, written: ROWS, unchanged: 0 });
        if (asked?.status === 202) begun++;
        expect(jobs.length).toBeGreaterThanOrEqual(begun);
      }

      const trace = await service.send<{ entityTrace: { featureRows: { historyRows: number }[] } }>(
        `query { entityTrace(entity: "key", key: {key: 77}) { featureRows { featureSetVersion { label } historyRows } } }`,
        {},
      );
      const jobs = await endedJobs();
      expect(trace?.entityTrace.featureRows.map(({ historyRows }) => historyRows)).toEqual([1, KILLS]);
      expect(jobs.map(({ status, error }) => [status, error])).toEqual(jobs.map(() => ['SUCCEEDED', null]));
      expect(new Set(jobs.map(({ datasetVersion }) => datasetVersion?.digest)).size).toBeLessThanOrEqual(1);
      expect(jobs.every(({ datasetVersion }) => datasetVersion?.rowCount === SPINE_ROWS)).toBe(true);
      expect(begun).toBeGreaterThan(0);
    },
    30 * 60_000,
  );
});
