import { historyTable, onlineTable } from '../../features/definitions/storage/storage.sql.js';
import type { StoredKey } from '../../features/lookups/online/scan/scan-keys.sql.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { TaintedStorage } from './tainted-storage.js';

/*  Rows that one call wrote share an ingest time, and row_source says which run that was, or from which storage they were copied.
 *
 *    storage 1, history             row_source                     storage 2, history: a copy of storage 1
 *    SEA  09:00  [1]  10:00 ●       1  10:00  run ●                SEA  09:00  [1]  12:00 ●   its last word in 1 before 12:00 is of 10:00
 *    DEN  09:00  [2]  10:00 ●       1  11:00  another run          DEN  09:00  [3]  12:00     its last word is of 11:00
 *    DEN  09:00  [3]  11:00         2  12:00  copied from 1
 *
 *  A row of history is current while the row of its key that is online has its event and ingest time. Where the row that was copied is gone since,
 *  nobody knows who wrote it: it counts. */

/** What says of each storage whose rows they are; `$1`: the runs. */
function sourcesText(tainted: TaintedStorage): string[] {
  const { storage, isWritten, copies } = tainted;
  const source = (name: string, condition: string) =>
    `${name}_${storage} as materialized (select ingest_time from row_source where storage = ${storage} and ${condition})`;
  return [
    ...(isWritten ? [source('written', 'run_id = any($1)')] : []),
    ...copies.flatMap((copy) => [
      source(`copied_${copy.storage}`, `copied_from = ${copy.storage}`),
      ...sourcesText(copy),
    ]),
  ];
}

/** Whether a row of this storage is contaminated; it may be one of history or one that is online. */
function isTainted({ storage, isWritten, copies }: TaintedStorage, row: string): string {
  const among = (name: string) => `${row}.ingest_time in (select ingest_time from ${name}_${storage})`;
  const source = `${row}_`;
  const conditions = copies.map((copy) => {
    return `(${among(`copied_${copy.storage}`)} and coalesce((
      select ${isTainted(copy, source)} from ${historyTable(copy.storage)} ${source}
      where ${source}.key = ${row}.key and ${source}.event_time = ${row}.event_time and ${source}.ingest_time < ${row}.ingest_time
      order by ${source}.ingest_time desc limit 1
    ), true))`;
  });
  return [...(isWritten ? [among('written')] : []), ...conditions].join(' or ') || 'false';
}

/** The contaminated rows of the history: only stretches in which some were written are read, by their ingest time. */
function historyText(tainted: TaintedStorage): { readonly ctes: string; readonly rows: string } {
  const { storage, isWritten, copies } = tainted;
  const names = [
    ...(isWritten ? [`written_${storage}`] : []),
    ...copies.map((copy) => `copied_${copy.storage}_${storage}`),
  ];
  const times = names.map((name) => `select ingest_time from ${name}`).join(' union all ');
  const ctes = `${[...new Set(sourcesText(tainted))].join(',\n  ')},
  stretch as materialized (
    select min(ingest_time) as low, max(ingest_time) as high
    from (select ingest_time, ntile(${STRETCHES}) over (order by ingest_time) as part from (${times}) time) place group by part
  )`;
  const rows = `stretch cross join lateral (
      select key, event_time, ingest_time from ${historyTable(storage)} where ingest_time between low and high offset 0
    ) h`;
  return { ctes, rows: `${rows} where (${isTainted(tainted, 'h')})` };
}

const STRETCHES = 64;

export interface RowCounts {
  readonly currentRows: number;
  readonly historyRows: number;
}

/**
 * How many contaminated rows of a storage are still online, and how many are history only. Indexes: feature_history_<storage>_ingest (BRIN), primary
 * keys of row_source and of the online rows.
 */
export async function countContaminated(
  db: Queryable,
  tainted: TaintedStorage,
  runIds: readonly string[],
  signal: AbortSignal,
): Promise<RowCounts> {
  const { ctes, rows } = historyText(tainted);
  const text = `with ${ctes}
  select count(*) filter (where current)::int as "currentRows", count(*) filter (where not current)::int as "historyRows"
  from (
    select exists (
      select from ${onlineTable(tainted.storage)} o
      where o.key = h.key and o.event_time = h.event_time and o.ingest_time = h.ingest_time
    ) as current from ${rows}
  ) counted`;
  const [counts] = await db.query<RowCounts>(statement('', text), [runIds], signal);
  if (counts === undefined) throw new Error('an aggregate gave no row');
  return counts;
}

/** Keys whose online rows are contaminated, one more than the page holds, and behind which key all were looked at that there are. */
export interface ContaminatedKeys {
  readonly rows: readonly StoredKey[];
  /** Undefined: everything was looked at. */
  readonly lookedUntil: string | undefined;
}

export interface KeyPage {
  /** '' for the first page. */
  readonly after: string;
  readonly first: number;
}

const KEY_COLUMNS = `o.key, o.event_time::text as "eventTime", o.ingest_time::text as "ingestTime"`;

/** By what was written, each time all of it: for few rows. Indexes: as those of countContaminated. */
export async function selectKeysWritten(
  db: Queryable,
  tainted: TaintedStorage,
  runIds: readonly string[],
  page: KeyPage,
  signal: AbortSignal,
): Promise<ContaminatedKeys> {
  const { ctes, rows } = historyText(tainted);
  const text = `with ${ctes},
  h as materialized (select h.* from ${rows} and h.key > $2)
  select ${KEY_COLUMNS} from h join ${onlineTable(tainted.storage)} o using (key, event_time, ingest_time)
  order by o.key limit $3`;
  const found = await db.query<StoredKey>(statement('', text), [runIds, page.after, page.first + 1], signal);
  return { rows: found, lookedUntil: undefined };
}

/** Through what is online, in the order of keys, so many rows a page: for many rows. Index: primary key of the online rows. */
export async function selectKeysOnline(
  db: Queryable,
  tainted: TaintedStorage,
  runIds: readonly string[],
  page: KeyPage & { readonly look: number },
  signal: AbortSignal,
): Promise<ContaminatedKeys> {
  const text = `with ${[...new Set(sourcesText(tainted))].join(',\n  ')},
  looked as materialized (
    select key, event_time, ingest_time from ${onlineTable(tainted.storage)} where key > $2 order by key limit $4
  ),
  last as materialized (select max(key) as key, count(*)::int as rows from looked)
  select ${KEY_COLUMNS}, last.key as "lastKey", last.rows as looked
  from last left join lateral (select * from looked l where (${isTainted(tainted, 'l')}) order by key limit $3) o on true
  order by o.key`;
  const found = await db.query<StoredKey & { lastKey: string | null; looked: number }>(
    statement('', text),
    [runIds, page.after, page.first + 1, page.look],
    signal,
  );
  const [{ lastKey = null, looked = 0 } = {}] = found;
  const rows = found.filter(({ key }) => key !== null);
  return { rows, lookedUntil: looked < page.look ? undefined : (lastKey ?? undefined) };
}

/** Online rows of a storage of which it was not remembered where they come from, counted up to a limit. Reads the storage. Index: primary key of row_source. */
export async function countUnattributed(
  db: Queryable,
  storage: number,
  most: number,
  signal: AbortSignal,
): Promise<number> {
  const text = `select count(*)::int as count from (
    select from ${onlineTable(storage)} o
    where not exists (select from row_source s where s.storage = ${storage} and s.ingest_time = o.ingest_time) limit $1
  ) counted`;
  return (await db.query<{ count: number }>(statement('', text), [most], signal))[0]?.count ?? 0;
}
