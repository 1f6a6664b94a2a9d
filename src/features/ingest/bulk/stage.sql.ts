import type { ClientBase } from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import { pageOfBytes } from '../../../platform/database/page-of-bytes.sql.js';
import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { BadRow } from '../rows/bad-row-json.js';

/** Makes the temporary table that a file is read into before anything is decided. A row that is refused has a problem instead of a key. */
export async function createStage(db: Queryable): Promise<void> {
  await db.query(
    statement(
      '',
      `create temporary table ingest_stage (
         row bigint not null, key text collate "C", "values" text, event_time timestamptz, problem text, content text
       )`,
    ),
  );
}

/** A stream that takes the lines of stageLine. */
export function copyIntoStage(client: ClientBase): CopyStreamQuery {
  return client.query(copyFrom('copy ingest_stage from stdin'));
}

/** A line of COPY text for a row that is right. */
export function stageLine(row: number, key: string, values: string, eventTime: string): string {
  return `${row}\t${escaped(key)}\t${escaped(values)}\t${eventTime}\t\\N\t\\N\n`;
}

/** A line of COPY text for a row that is not. */
export function badLine(row: number, problem: string, content: string): string {
  return `${row}\t\\N\t\\N\t\\N\t${escaped(problem)}\t${escaped(content)}\n`;
}

/** JSON text has no raw tab or line end, so only backslashes mean something else in COPY text. */
function escaped(json: string): string {
  return json.includes('\\') ? json.replaceAll('\\', '\\\\') : json;
}

/** Tells the planner what came. */
export async function analyzeStage(db: Queryable): Promise<void> {
  await db.query(statement('', 'analyze ingest_stage'));
}

const HAS_DUPLICATES = statement(
  '',
  `select from ingest_stage where problem is null group by key, event_time having count(*) > 1 limit 1`,
);

/** Whether the file says something twice, or two things, about one event. */
export async function hasDuplicates(db: Queryable): Promise<boolean> {
  return (await db.query(HAS_DUPLICATES)).length > 0;
}

/*   row   key    event_time   values
 *    7    SEA    10:00        [1]        the first row of an event is the one that counts
 *    9    SEA    10:00        [1]        says it again: dropped
 *   12    SEA    10:00        [2]        contradicts it: a problem                                  */
const RANKED = `select row, "values", first_value(row) over event as kept_row, first_value("values") over event as kept,
    row_number() over event as place
  from ingest_stage where problem is null window event as (partition by key, event_time order by row)`;

const DROP_REPETITIONS = statement(
  '',
  `delete from ingest_stage s using (${RANKED}) r where r.row = s.row and r.place > 1 and r."values" = r.kept`,
);
const MARK_CONTRADICTIONS = statement(
  '',
  `with marked as (
   update ingest_stage s
   set problem = json_build_object('column', 'event_time', 'message', format(
         'row %s and row %s give different values for %s at %s; keep the right one.', r.kept_row, s.row, s.key,
         to_char(s.event_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))),
       content = (
         select json_object_agg(cell.name, cell.value::json)
         from unnest(
           $1::text[],
           array(select value::text from json_array_elements(s.key::json))
             || array(select value::text from json_array_elements(s."values"::json))
             || to_json(to_char(s.event_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text
         ) as cell (name, value)
       ), key = null, "values" = null
   from (${RANKED}) r where r.row = s.row and r.place > 1 and r."values" <> r.kept
   returning s.row::int, s.problem
   )
   select (select count(*)::int from marked) as count, row, problem from marked order by row limit 1`,
);

/** The rows that contradicted an earlier one: how many, and the first of them, its problem as JSON text. */
export interface Contradictions {
  readonly count: number;
  readonly row: number;
  readonly problem: string;
}

/**
 * Leaves one row per event in the stage; rows that contradict it become problems. Undefined where none does. `columns`: names of the join keys, of
 * the features, and event_time.
 */
export async function settleDuplicates(db: Queryable, columns: readonly string[]): Promise<Contradictions | undefined> {
  await db.query(DROP_REPETITIONS);
  return (await db.query<Contradictions>(MARK_CONTRADICTIONS, [columns]))[0];
}

const PROBLEMS = statement(
  '',
  pageOfBytes(
    'select row::int, problem, content from ingest_stage where problem is not null order by row limit $1',
    'row',
    'octet_length(content)',
  ),
);

/** The first rows of the stage that were refused, a page of them at most. */
export function selectStageProblems(db: Queryable, limit: number): Promise<BadRow[]> {
  return db.query<BadRow>(PROBLEMS, [limit]);
}
