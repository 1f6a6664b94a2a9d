import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AIRPORT,
  FEATURES,
  flights,
  JANUARY,
  startWindowCommand,
  WINDOWS,
  type WindowCommand,
} from './window-command.js';

let window: WindowCommand;

beforeAll(async () => {
  window = await startWindowCommand();
});

afterAll(() => window.close());

const LATER = flights(
  `('SEA', '2001-01-01 10:10', 20), ('SEA', '2001-01-01 11:00', 10), ('DEN', '2001-01-01 10:30', null), ('SEA', '2001-01-03 09:59', 40)`,
);

async function asOf(set: string, time: string): Promise<unknown> {
  const { onlineFeatures } = await window.app.graphql<{ onlineFeatures: { values: unknown } }>(
    'query ($features: [Ref!]!, $asOf: DateTime) { onlineFeatures(features: $features, entities: [{airport: "SEA"}, {airport: "DEN"}], asOf: $asOf) { values } }',
    { features: [`${set}:*`], asOf: time },
  );
  return onlineFeatures.values;
}

describe('headwater features window', () => {
  it('computes, publishes with lineage and SQL, and writes; a later version of the file only as far as it is new', async () => {
    const first = await window.run(
      '--from',
      await window.write('flights.parquet', JANUARY),
      ...AIRPORT,
      ...WINDOWS,
      ...FEATURES,
    );
    const again = await window.run('--from', 'flights@1', ...AIRPORT, ...WINDOWS, ...FEATURES);
    const later = await window.run(
      '--from',
      await window.write('flights.parquet', LATER),
      ...AIRPORT,
      ...WINDOWS,
      ...FEATURES,
    );

    const gone = await window.run('--from', 'flights@1', ...AIRPORT, ...WINDOWS, ...FEATURES);
    const whole = await window.run('--from', 'flights@2', ...AIRPORT, ...WINDOWS, ...FEATURES, '--recompute');

    expect([first.code, first.stderr]).toEqual([0, '']);
    expect(first.stdout).toContain('flights@1: 3 events of 2 keys; 7 rows of windows in all.');
    expect(first.stdout).toContain('airport_flights@1: 7 rows read; 7 rows kept');
    expect(again.stdout).toContain('airport_flights@1: nothing is new.');
    expect([later.code, later.stderr]).toEqual([0, '']);
    expect(later.stdout).toContain('flights@2: 4 events of 2 keys; 53 rows of windows in all.');
    // Three windows of the new flight, and those without any before it; none of the seven that were there.
    expect(later.stdout).toContain('airport_flights@1: 46 rows read; 46 rows kept');
    expect([gone.code, gone.stderr]).toEqual([1, expect.stringContaining('is not what flights@1 was')]);
    expect(whole.stdout).toContain('airport_flights@1: 53 rows read; 0 rows kept; 53 there already.');
    expect(await asOf('airport_flights', '2001-01-01T11:00:00Z')).toEqual([
      [1, 20, 1],
      [1, null, null],
    ]);
    expect(await asOf('airport_flights', '2001-01-01T12:00:00Z')).toEqual([
      [2, 15, 0.5],
      [1, null, null],
    ]);
    expect(await asOf('airport_flights', '2001-01-03T10:30:00Z')).toEqual([
      [1, 40, 1],
      [0, null, null],
    ]);
    const { featureSetVersion } = await window.app.graphql<{
      featureSetVersion: { transformation: { sql: string }; sources: unknown; upstream: { nodes: unknown[] } };
    }>('{ featureSetVersion(ref: "airport_flights@1") { transformation { sql } sources { feature columnRefs } } }');
    expect(featureSetVersion.transformation.sql).toContain('avg(_value1) as "mean_delay"');
    expect(featureSetVersion.sources).toEqual([
      { feature: 'departures', columnRefs: ['flights@1:date', 'flights@1:origin'] },
      { feature: 'mean_delay', columnRefs: ['flights@1:date', 'flights@1:delay', 'flights@1:origin'] },
      { feature: 'late_share', columnRefs: ['flights@1:date', 'flights@1:delay', 'flights@1:origin'] },
    ]);
    const { datasetVersion } = await window.app.graphql<{
      datasetVersion: { downstream: { nodes: { node: { label: string } }[] } };
    }>(
      '{ datasetVersion(ref: "flights@2") { downstream(depth: 2, kinds: [FEATURE_SET_VERSION]) { nodes { node { label } } } } }',
    );
    expect(datasetVersion.downstream.nodes.map(({ node }) => node.label)).toContain('airport_flights@1');
  }, 240_000);

  it('counts what was known, at local times through a change of the clocks', async () => {
    const file = await window.write(
      'local.parquet',
      flights(
        // 01:30 comes twice and is the later one, 06:30 UTC; on 1 April 02:30 never comes and is 03:30, 07:30 UTC.
        `('SEA', '2001-10-28 01:30', 90), ('SEA', '2001-10-28 00:30', 0), ('DEN', '2001-04-01 02:30', 0)`,
      ),
    );
    const { code, stderr } = await window.run(
      ...['--from', file, ...AIRPORT, '--feature-set', 'local', '--time', 'date', '--time-zone', 'America/New_York'],
      ...['--available-at', 'date + delay * 1m', '--window', '3h', '--every', '30m', '--feature', 'flights=count()'],
    );

    expect([code, stderr]).toEqual([0, '']);
    expect(await asOf('local', '2001-04-01T07:30:00Z')).toEqual([[null], [null]]);
    expect(await asOf('local', '2001-04-01T08:00:00Z')).toEqual([[null], [1]]);
    expect(await asOf('local', '2001-10-28T05:00:00Z')).toEqual([[1], [0]]);
    expect(await asOf('local', '2001-10-28T07:30:00Z')).toEqual([[1], [0]]);
    // At 08:00 the delay of 06:30 is known, and 04:30 lies before the window.
    expect(await asOf('local', '2001-10-28T08:00:00Z')).toEqual([[1], [0]]);
  }, 240_000);

  it('shows SQL and rows in a dry run, and changes nothing', async () => {
    const file = await window.write('dry.parquet', JANUARY);

    const { stdout, code } = await window.run(
      '--from',
      file,
      ...['--entity', 'place', '--key', 'origin', '--define-entity'],
      ...WINDOWS,
      ...FEATURES,
      '--dry-run',
    );

    expect(code).toBe(0);
    expect(stdout).toContain('from source');
    expect(stdout).toContain(
      '{"place":"SEA","event_time":"2001-01-01 11:00:00+00","departures":1,"mean_delay":20.0,"late_share":1.0}',
    );
    const { entity, dataset } = await window.app.graphql<{ entity: null; dataset: null }>(
      '{ entity(ref: "place") { id } dataset(ref: "dry") { id } }',
    );
    expect([entity, dataset]).toEqual([null, null]);
  }, 240_000);

  it('reads columns with quotes and text with quotes as what they are', async () => {
    const file = await window.write(
      `odd [*] 'name'.parquet`,
      `select 'o''hare' as "the ""key""", timestamptz '2001-01-01 10:10:00+00' as "at'", 'it''s' as "; drop"`,
    );

    const { code, stderr } = await window.run(
      ...[
        '--from',
        file,
        '--dataset',
        'odd',
        '--entity',
        'odd',
        '--define-entity',
        '--key',
        'the "key"',
        '--time',
        `"at'"`,
      ],
      ...[
        '--window',
        '1h',
        '--every',
        '1h',
        '--feature',
        `its=share("; drop" = 'it''s')`,
        '--feature',
        'newest=last("; drop")',
      ],
    );

    expect([code, stderr]).toEqual([0, '']);
    const { onlineFeatures } = await window.app.graphql<{ onlineFeatures: { values: unknown } }>(
      `{ onlineFeatures(features: ["odd_odd:*"], entities: [{odd: "o'hare"}], asOf: "2001-01-01T11:00:00Z") { values } }`,
    );
    expect(onlineFeatures.values).toEqual([[1, "it's"]]);
  }, 240_000);
});
