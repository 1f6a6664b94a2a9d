import type { SqlParameters } from '../../../platform/database/sql-parameters.js';
import { holds, type RunTest } from '../../filters/run-test.sql.js';

/** What some runs say of how all are spread. */
export interface RunSample {
  /** Runs of all projects, as the last analysis counted them. */
  readonly runs: number;
  /** Bytes that a hash may take. */
  readonly memory: number;
  /** Of each run in the sample, which tests it fits. */
  readonly fits: readonly (readonly boolean[])[];
}

/** A row of sampleRuns. */
export interface SampledRun {
  readonly runs: number;
  readonly memory: number;
  /** A 1 or a 0 for each test. */
  readonly fits: string;
}

/** Of pages from everywhere in the table so many, and of their runs so many of 256. */
const PAGES = 40;
const THINNED = 12;

const MOST_LOOK_UPS = 600;
const [FEWEST, MOST] = [30, 150];

/**
 * Looks at some runs of a project, and at the newest ones where those are too few to tell: newest ones have much in common. Always the same ones, so that the same
 * search goes the same way. Indexes: node_kind, and those of holds.
 */
export function sampleRuns(project: string, tests: readonly RunTest[], lookUps: number, sql: SqlParameters): string {
  const size = Math.max(FEWEST, Math.min(MOST, Math.floor(MOST_LOOK_UPS / Math.max(1, lookUps))));
  const own = sql.add(project);
  const run = { id: 'w.id', hasNode: false };
  const fits = tests.map((test) => `case when ${holds(test, project, sql, run)} then '1' else '0' end`);
  const percent = `least(100, ${PAGES} * 100.0 * 8192 / greatest(pg_relation_size('run'), 1))`;
  return `with spread as materialized (
      select r.id from run r tablesample system (${percent}) repeatable (1)
      where r.project = ${own} and get_byte(uuid_send(r.id), 15) < ${THINNED}
      limit ${size}
    )
    select (select greatest(reltuples, 0)::float8 from pg_class where oid = 'run'::regclass) as runs,
      pg_size_bytes(current_setting('work_mem')) * current_setting('hash_mem_multiplier')::float8 as memory,
      concat(${fits.join(', ')}) as fits
    from (
      select id from spread
      union all
      (select n.id from node n where n.project = ${own} and n.kind = 'RUN' and n.deleted_at is null order by n.id desc
       limit case when (select count(*) from spread) < ${FEWEST} then ${size} else 0 end)
    ) w`;
}

export function toSample(rows: readonly SampledRun[]): RunSample {
  const fits = rows.map((row) => [...row.fits].map((digit) => digit === '1'));
  return { runs: Math.max(rows[0]?.runs ?? 0, rows.length), memory: rows[0]?.memory ?? 0, fits };
}
