import type { BenchService } from '../support/bench-service.js';
import { graphql } from '../support/graphql.js';

/** A published feature set of FLOAT64 features, full of rows, about the entity `bench_user`. */
export interface FilledFeatureSet {
  readonly name: string;
  /** The table that the floor server reads too. */
  readonly onlineTable: string;
  /** Its keys are 1 to this. */
  readonly keys: number;
}

const DEFINE_ENTITY = `mutation ($input: DefineEntityInput!) { defineEntity(input: $input) { entity { id } } }`;
const PUBLISH = `mutation ($input: PublishFeatureSetInput!) {
  publishFeatureSet(input: $input) { featureSetVersion { label } }
}`;
const ROWS_AT_ONCE = 25_000;

/** Publishes a feature set through the API, and fills it unless an earlier run has. */
export async function fillFeatureSet(
  service: BenchService,
  name: string,
  features: number,
  keys: number,
): Promise<FilledFeatureSet> {
  const onlineTable = `feature_online_${await publishFeatureSet(service, name, features)}`;
  const { rows } = await service.sql.query<{ count: number }>(`select count(*)::int as count from ${onlineTable}`);
  if (rows[0]?.count !== keys) await fill(service, onlineTable, { name, features, keys });
  return { name, onlineTable, keys };
}

/** Publishes FLOAT64 features `f1`, `f2`, …; gives the number of the tables that hold the rows. */
export async function publishFeatureSet({ url, sql }: BenchService, name: string, features: number): Promise<number> {
  await graphql(url, DEFINE_ENTITY, { input: { name: 'bench_user', joinKeys: [{ name: 'user_id', type: 'INT64' }] } });
  const input = {
    name,
    entity: 'bench_user',
    features: Array.from({ length: features }, (_, index) => ({ name: `f${index + 1}`, type: 'FLOAT64' })),
  };
  type Published = { publishFeatureSet: { featureSetVersion: { label: string } } };
  const { publishFeatureSet } = await graphql<Published>(url, PUBLISH, { input });
  const { rows } = await sql.query<{ storage: number }>(
    'select v.storage from feature_set_version v join node n on n.id = v.id where n.label = $1',
    [publishFeatureSet.featureSetVersion.label],
  );
  if (rows[0] === undefined) throw new Error(`${name} was published without tables`);
  return rows[0].storage;
}

/** Writes the rows as the service would have stored them: through the service, 300,000 rows of 50 take a while. */
async function fill(
  { sql }: BenchService,
  table: string,
  { name, features, keys }: { readonly name: string; readonly features: number; readonly keys: number },
): Promise<void> {
  await sql.query(`truncate ${table}`);
  for (let first = 1; first <= keys; first += ROWS_AT_ONCE) {
    const last = Math.min(first + ROWS_AT_ONCE - 1, keys);
    process.stderr.write(`\rwriting ${name}: ${last.toLocaleString('en')} of ${keys.toLocaleString('en')} rows`);
    // `0 * f * i` ties the list to its row; without it PostgreSQL would make one list for all of them.
    await sql.query(
      `insert into ${table} (key, "values", event_time, ingest_time)
       select '[' || i || ']',
         '[' || (select string_agg((random() + 0 * f * i)::text, ',') from generate_series(1, ${features}) f) || ']',
         now() - random() * interval '1 hour', now()
       from generate_series(${first}, ${last}) i`,
    );
  }
  process.stderr.write('\n');
  await sql.query(`vacuum (freeze, analyze) ${table}`);
  await sql.query('checkpoint');
}
