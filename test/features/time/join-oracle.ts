import fc from 'fast-check';
import { seedFeatureSet } from '../../support/seeds/feature-seed.js';
import type { AppUnderTest } from '../../support/service/app-under-test.js';

/** Seconds after which a row of these histories expires. */
export const TTL = 3;

/** A row of history; times are whole seconds of one minute. */
export interface Row {
  readonly a: number;
  readonly b: number;
  readonly event: number;
  readonly ingest: number;
  readonly value: number | null;
}

export const timeOf = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`;

/** Feature sets made so far, so that each has a name of its own. */
let sets = 0;

/** A feature set of a composite key with this history. Ingest times are the clock's, so a test that needs others writes rows itself. */
export async function setWithHistory(app: AppUnderTest, rows: readonly Row[], ttlSeconds = TTL): Promise<string> {
  const label = await seedFeatureSet(app, {
    name: `history_${++sets}`,
    entity: 'pair',
    joinKeys: [
      { name: 'a', type: 'INT64' },
      { name: 'b', type: 'INT64' },
    ],
    features: [{ name: 'x', type: 'INT64' }],
    ttlSeconds,
  });
  const [found] = (await app.database.dataSource.query(
    'select storage from feature_set_version v join node n on n.id = v.id where n.label = $1',
    [label],
  )) as { storage: number }[];
  await app.database.dataSource.query(
    `insert into feature_history_${found?.storage} (key, event_time, ingest_time, "values")
     select * from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::text[])`,
    [
      rows.map(({ a, b }) => `[${a},${b}]`),
      rows.map(({ event }) => timeOf(event)),
      rows.map(({ ingest }) => timeOf(ingest)),
      rows.map(({ value }) => `[${value}]`),
    ],
  );
  return label;
}

/** The rule as it is written: newest event within the window, then newest ingest, of what was known. */
export function joinOracle(
  rows: readonly Row[],
  key: { a: number; b: number },
  t: number,
  knownAt: number,
): [number | null, string] {
  const known = rows.filter(({ a, b, event, ingest }) => a === key.a && b === key.b && event <= t && ingest <= knownAt);
  const [last] = [...known].sort((one, other) => other.event - one.event || other.ingest - one.ingest);
  if (last === undefined) return [null, 'NOT_FOUND'];
  if (last.value === null) return [null, 'NULL'];
  return last.event < t - TTL ? [null, 'EXPIRED'] : [last.value, 'PRESENT'];
}

/** Histories of four composite keys: ties, corrections and late rows among them. */
export const rows = fc.uniqueArray(
  fc.record({
    a: fc.constantFrom(1, 11),
    b: fc.constantFrom(2, 12),
    event: fc.nat(12),
    ingest: fc.nat(15),
    value: fc.option(fc.nat(99)),
  }),
  { maxLength: 40, selector: ({ a, b, event, ingest }) => `${a} ${b} ${event} ${ingest}` },
);
/** Questions about these keys. */
export const spine = fc.array(fc.record({ a: fc.constantFrom(1, 11), b: fc.constantFrom(2, 12), t: fc.nat(18) }), {
  minLength: 70,
  maxLength: 120,
});
