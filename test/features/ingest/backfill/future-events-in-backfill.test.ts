import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../../support/service/app-under-test.js';
import { ahead, DAY, FutureEventSeed, row } from '../future-event-seed.js';
import { contentsOf } from '../ingest-client.js';

let app: AppUnderTest;

let seed: FutureEventSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new FutureEventSeed(app);
  await seed.defineAirport();
});

afterAll(() => app.close());

describe('a backfill', () => {
  /** A version with an event that was written before there was a limit, and a version to copy it into. */
  async function versions(policy: string): Promise<string> {
    const name = seed.newName();
    const { featureSetVersion } = await seed.publish(undefined, name);
    await seed.write(featureSetVersion.label, [row('SEA', ahead(-DAY), 1), row('DEN', ahead(0), 2)]);
    await app.database.dataSource.query(
      `do $$ declare s int; begin
         select storage into s from feature_set_version v join node n on n.id = v.id where n.label = '${name}@1';
         execute format('insert into feature_history_%s values (''["SEA"]'', ''2999-01-01Z'', now(), ''[3]'')', s);
       end $$`,
    );
    return (await seed.publish(policy, name, { ttlSeconds: 60 })).featureSetVersion.label;
  }
  const BACKFILL = `mutation ($set: Ref!) { backfillFeatureSetVersion(input: { featureSet: $set }) { read written rejected } }`;

  it('is refused where the later version refuses such events, naming the event', async () => {
    const set = await versions('REJECT');

    const error = await app.graphqlError(BACKFILL, { set });

    expect(error.extensions.code).toBe('FAILED_PRECONDITION');
    expect(error.message).toContain('["SEA"] at 2999-01-01T00:00:00Z');
  });

  it('leaves them out and counts them where it counts', async () => {
    const set = await versions('COUNT');

    const { backfillFeatureSetVersion } = await app.graphql<{ backfillFeatureSetVersion: object }>(BACKFILL, { set });

    expect(backfillFeatureSetVersion).toEqual({ read: 3, written: 2, rejected: 1 });
    expect(await seed.violationsOf(set)).toEqual([{ feature: 'event_time', count: 1 }]);
    expect((await contentsOf(app, set)).history).toHaveLength(2);
  });
});
