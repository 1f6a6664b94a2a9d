import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { createTestDatabase, type TestDatabase } from '../support/postgres/test-database.js';
import { lookUp, seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import { startHeadwater } from '../support/service/headwater-process.js';
import { RunningService } from './running-service.js';

let database: TestDatabase;
let lookups: RunningService;
let api: RunningService;
let jobs: RunningService;

beforeAll(async () => {
  database = await createTestDatabase();
  [lookups, api, jobs] = await Promise.all([
    RunningService.start(database.url, ['--roles', 'lookups']),
    RunningService.start(database.url, [], { ROLES: 'api' }),
    RunningService.start(database.url, ['--roles', 'jobs']),
  ]);
}, 150_000);

afterAll(async () => {
  await Promise.all([lookups.stop(), api.stop(), jobs.stop()]);
  await database.drop();
});

const SEA = [{ airport: 'SEA' }];
const timeOf = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 1_000).toISOString();

async function problemOf(response: Response): Promise<unknown[]> {
  const { code, detail } = (await response.json()) as { code: string; detail: string };
  return [response.status, code, detail];
}

describe('three services with a role each, on one database', () => {
  it('what one publishes, another looks up by its new meaning', async () => {
    await seedFeatureSet(api, { name: 'moved', features: [{ name: 'x', type: 'INT64' }] });
    for (let round = 1; round <= 5; round++) {
      // Without rows the version before gives way to the new one at once.
      await seedFeatureSet(api, { name: 'moved', features: [{ name: `x${round}`, type: 'INT64' }] });

      await eventually(async () => {
        const { columns } = await lookUp(lookups, ['moved:*'], SEA);
        expect(columns.map(({ ref }) => ref)).toEqual([`moved@${round + 1}:x${round}`]);
      }, 2_000);
    }
  }, 120_000);

  it('a job that one is asked for is done by another', async () => {
    await seedFeatureSet(api, { name: 'weather', features: [{ name: 'x', type: 'INT64' }] });
    await writeRows(api, 'weather', [{ airport: 'SEA', x: 7, event_time: timeOf(0) }]);
    const spine = [{ airport: 'SEA', event_time: timeOf(5) }];
    const { createTrainingSet } = await api.graphql<{ createTrainingSet: { job: { id: string } } }>(
      'mutation ($input: CreateTrainingSetInput!) { createTrainingSet(input: $input) { job { id } } }',
      { input: { name: 'by_others', features: ['weather:*'], spine } },
    );

    await eventually(async () => {
      const { trainingSetJob } = await api.graphql<{ trainingSetJob: { status: string } }>(
        'query ($id: String!) { trainingSetJob(id: $id) { status } }',
        { id: createTrainingSet.job.id },
      );
      expect(trainingSetJob.status).toBe('SUCCEEDED');
    }, 30_000);
  }, 120_000);

  it('lookups of all are counted together', async () => {
    await seedFeatureSet(api, { name: 'counted', features: [{ name: 'x', type: 'INT64' }] });
    for (const service of [lookups, lookups, api]) await lookUp(service, ['counted:*'], SEA);

    await eventually(async () => {
      const { publishFeatureSet } = await api.graphql<{
        publishFeatureSet: { publication: { unpinnedLookups: number } };
      }>(
        `mutation { publishFeatureSet(input: {name: "counted", entity: "airport", features: [{name: "y", type: INT64}], dryRun: true}) {
           publication { unpinnedLookups } } }`,
      );
      expect(publishFeatureSet.publication.unpinnedLookups).toBe(3);
    });
  });

  it('one for lookups alone says who answers everything else', async () => {
    await seedFeatureSet(api, { name: 'alone', features: [{ name: 'x', type: 'INT64' }] });
    const error = await lookups.graphqlAnswer('{ datasets { nodes { id } } }');

    expect((await lookups.lookUp('alone:x', SEA)).status).toBe(200);
    expect(await problemOf(await lookups.http('/v1/training-sets/x'))).toEqual([
      501,
      'FAILED_PRECONDITION',
      expect.stringContaining('Ask one that has the role api.'),
    ]);
    expect(error.status).toBe(501);
    expect(error.errors[0]).toMatchObject({
      message: expect.stringContaining('role api'),
      extensions: { code: 'FAILED_PRECONDITION' },
    });
  });

  it('one for jobs alone answers for its health and nothing else', async () => {
    expect(await (await jobs.http('/readyz')).json()).toEqual({ ready: true });
    expect(await (await jobs.http('/metrics')).text()).toContain('{role="jobs"}');
    expect(
      (
        await problemOf(
          await jobs.http('/v1/features', { body: '{}', headers: { 'content-type': 'application/json' } }),
        )
      )[0],
    ).toBe(501);
    expect(jobs.process.stdout()).toContain('for health and metrics alone');
  });

  it('one for the API answers lookups as well, and runs in one process', async () => {
    await seedFeatureSet(api, { name: 'both', features: [{ name: 'x', type: 'INT64' }] });

    expect((await api.lookUp('both:x', SEA)).status).toBe(200);
    expect(await api.backend()).toBeUndefined();
    expect(await lookups.backend()).toBeUndefined();
  });
});

describe('a role that there is not', () => {
  it.each([
    [['--roles', 'lookups,cook'], {}, 'There is no role "cook"; a role is lookups, api, jobs'],
    [[], { ROLES: 'all' }, 'ROLES: There is no role "all"'],
  ])('is refused: %j %j', async (args, settings, message) => {
    const service = startHeadwater(['serve', ...args], { DATABASE_URL: database.url, PORT: '0', ...settings });

    expect(await service.exited).toBe(1);
    expect(service.stderr()).toContain(message);
  });
});
