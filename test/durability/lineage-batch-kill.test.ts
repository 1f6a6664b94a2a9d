import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { BATCH, runEvent, wholeGraph } from '../integrations/openlineage/told.js';
import { makeDataDirectory } from '../support/data-directory.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { ServiceProcess } from './service-process.js';

/** How often the service is killed, each time in the middle of another batch. */
const KILLS = Number(process.env.KILLS ?? 1);
/** Together no more than a page of what there is. */
const EVENTS = Math.min(40, Math.floor(99 / KILLS));

let dataDir: string;
let service: ServiceProcess;

beforeAll(async () => {
  dataDir = await makeDataDirectory();
  service = await ServiceProcess.start(dataDir);
});

afterAll(async () => {
  await service.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const batchOf = (round: number) =>
  Array.from({ length: EVENTS }, (_, index) => {
    const number = String(round * EVENTS + index).padStart(12, '0');
    const source = { namespace: 's3://lake', name: 'raw' };
    const fields = { delay: { inputFields: [{ ...source, field: 'late' }] } };
    return runEvent({
      run: { runId: `3f5e83fa-3480-44ff-99c5-${number}` },
      inputs: [source],
      outputs: [{ namespace: 's3://lake', name: `clean_${index}`, facets: { columnLineage: { fields } } }],
    });
  });

async function post(events: readonly object[], project: string): Promise<number | undefined> {
  const response = await fetch(`${service.url}${BATCH}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'headwater-project': project },
    body: JSON.stringify(events),
  }).catch(() => undefined);
  await response?.text().catch(() => undefined);
  return response?.status;
}

interface Runs {
  readonly runs: {
    readonly nodes: readonly { readonly status: string; readonly inputs: object[]; readonly outputs: object[] }[];
  };
}
const runsNow = async () =>
  (
    await service.send<Runs>(
      '{ runs(first: 200) { nodes { status inputs { node { id } } outputs { node { id } } } } }',
      {},
    )
  )?.runs.nodes ?? [];

/** Sends a batch, and kills both processes of the service as soon as something of it is there. */
async function killAmid(events: readonly object[]): Promise<void> {
  const before = (await runsNow()).length;
  const sent = post(events, 'default');
  while ((await runsNow()).length === before) await new Promise((resolve) => setImmediate(resolve));
  process.kill(await service.backendPid(), 'SIGKILL');
  await service.killService();
  await sent;
  service = await ServiceProcess.start(dataDir);
}

it('a batch of events in whose middle the service is killed leaves whole events, and sent again is there once', async () => {
  expect(
    await service.send('mutation { createProject(input: { name: "quiet" }) { project { name } } }', {}),
  ).toBeDefined();
  for (let round = 0; round < KILLS; round++) {
    const events = batchOf(round);
    await killAmid(events);

    const kept = await runsNow();
    expect(kept.length).toBeGreaterThan(round * EVENTS);
    // It was in the middle.
    expect(kept.length).toBeLessThan((round + 1) * EVENTS);
    for (const run of kept)
      expect(run).toMatchObject({ status: 'SUCCEEDED', inputs: { length: 1 }, outputs: { length: 1 } });
    expect(await post(events, 'default')).toBe(200);
    expect(await post(events, 'quiet')).toBe(200);
  }
  const app: AppUnderTest = await startAppUnderTest({ databaseUrl: await service.databaseUrl() });
  try {
    expect(await wholeGraph(app)).toEqual(await wholeGraph(app, { project: 'quiet' }));
  } finally {
    await app.close();
  }
}, 240_000);
