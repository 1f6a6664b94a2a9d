import { type Queryable, statement } from '../../../platform/database/queryable.js';

/** Where rows come from that were written by one call; their ingest time says which they are. */
export interface RowSource {
  readonly run: string | undefined;
  /** The storage whose rows were copied. */
  readonly copiedFrom: number | undefined;
}

const KEEP = statement(
  'keep_row_source',
  'insert into row_source (storage, ingest_time, run_id, written) values ($1, $2::timestamptz, $3, $4)',
);

/** Keeps which run wrote the rows of one ingest time; writers of few rows do it themselves, see make_feature_writer. */
export async function keepRowSource(
  db: Queryable,
  source: { readonly storage: number; readonly ingestTime: string; readonly run: string; readonly written: number },
): Promise<void> {
  const { storage, ingestTime, run, written } = source;
  await db.query(KEEP, [storage, ingestTime, run, written]);
}

/** What a run has written into a storage, or what was copied there. */
export interface WrittenShare {
  readonly storage: number;
  /** Rows that entered the history; some may have been removed since. */
  readonly written: number;
}

const BY_RUNS = statement(
  'row_sources_by_run',
  `select run_id as "runId", storage, sum(written)::float8 as written from row_source where run_id = any($1) group by run_id, storage`,
);

/** Into which storages some runs have written. Index: row_source_run. */
export function selectWrittenByRuns(
  db: Queryable,
  runIds: readonly string[],
  signal?: AbortSignal,
): Promise<(WrittenShare & { readonly runId: string })[]> {
  return db.query(BY_RUNS, [runIds], signal);
}

const COPIES = statement(
  'row_sources_by_copy',
  `select copied_from as "copiedFrom", storage, sum(written)::float8 as written from row_source where copied_from = any($1)
   group by copied_from, storage`,
);

/** Into which storages rows of some others were copied. Index: row_source_copy. */
export function selectCopies(
  db: Queryable,
  storages: readonly number[],
): Promise<(WrittenShare & { readonly copiedFrom: number })[]> {
  return db.query(COPIES, [storages]);
}
