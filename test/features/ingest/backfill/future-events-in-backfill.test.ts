import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../../../support/app-under-test.js';
import { contentsOf } from '../ingest-client.js';

const DAY = 86_400_000;

let app: AppUnderTest;

let sets = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
  await app.graphql(
    'mutation { defineEntity(input: { name: "airport", joinKeys: [{ name: "airport", type: STRING }] }) { created } }',
  );
});

afterAll(() => app.close());

const PUBLISH = `mutation ($input: PublishFeatureSetInput!) {
  publishFeatureSet(input: $input) { created featureSetVersion { label onFutureEvent } } }`;

interface Published {
  readonly created: boolean;
  readonly featureSetVersion: { readonly label: string; readonly onFutureEvent: string };
}

async function publish(onFutureEvent?: string, name = `set_${++sets}`, more: object = {}): Promise<Published> {
  const input = { name, entity: 'airport', features: [{ name: 'x', type: 'INT64' }], onFutureEvent, ...more };
  return (await app.graphql<{ publishFeatureSet: Published }>(PUBLISH, { input })).publishFeatureSet;
}

const ahead = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();

const row = (airport: string, event_time: string, x: unknown = 1) => ({ airport, x, event_time });

const WRITE = `mutation ($input: WriteFeaturesInput!) {
  writeFeatures(input: $input) { written late unchanged rejected badRows { row column message } violations { feature count } } }`;

interface Written {
  readonly written: number;
  readonly late: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly badRows: { row: number; column: string; message: string }[];
  readonly violations: { feature: string; count: number }[];
}

async function write(featureSet: string, rows: readonly object[]): Promise<Written> {
  return (await app.graphql<{ writeFeatures: Written }>(WRITE, { input: { featureSet, rows } })).writeFeatures;
}

async function violationsOf(ref: string): Promise<{ feature: string; count: number }[]> {
  const answer = await app.graphql<{ featureSetVersion: { violations: { feature: string; count: number }[] } }>(
    'query ($ref: Ref!) { featureSetVersion(ref: $ref) { violations { feature count } } }',
    { ref },
  );
  return answer.featureSetVersion.violations;
}

describe('a backfill', () => {
  /** A version with an event that was written before there was a limit, and a version to copy it into. */
  async function versions(policy: string): Promise<string> {
    const name = `set_${++sets}`;
    const { featureSetVersion } = await publish(undefined, name);
    await write(featureSetVersion.label, [row('SEA', ahead(-DAY), 1), row('DEN', ahead(0), 2)]);
    await app.database.dataSource.query(
      `do $$ declare s int; begin
         select storage into s from feature_set_version v join node n on n.id = v.id where n.label = '${name}@1';
         execute format('insert into feature_history_%s values (''["SEA"]'', ''2999-01-01Z'', now(), ''[3]'')', s);
       end $$`,
    );
    return (await publish(policy, name, { ttlSeconds: 60 })).featureSetVersion.label;
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
    expect(await violationsOf(set)).toEqual([{ feature: 'event_time', count: 1 }]);
    expect((await contentsOf(app, set)).history).toHaveLength(2);
  });
});
