import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { FLIGHT_SETS, type FlightSet } from './flight-files.js';

/** How a training set differs from the same join made by DuckDB: all zero where they are equal. */
export interface Difference {
  readonly rows: number;
  /** Rows of the training set that DuckDB does not have, and the other way round. */
  readonly onlyOurs: number;
  readonly onlyTheirs: number;
  /** Rows that do not stand where the spine has them. */
  readonly misplaced: number;
}

/** Joins the spine with the feature files by DuckDB's ASOF join and compares the result with a training set file. */
export async function compareWithAsofJoin(
  duckdb: DuckDBConnection,
  directory: string,
  trainingSet: string,
): Promise<Difference> {
  const spine = join(directory, 'spine.parquet');
  await duckdb.run(`create or replace table theirs as select s.* ${columns()} from '${spine}' s ${joins(directory)}`);
  await duckdb.run(`create or replace table ours as select * from '${trainingSet}'`);
  const both = `(select ${names()} from`;
  const counts = await duckdb.runAndReadAll(
    `select (select count(*)::int from ours),
       (select count(*)::int from (${both} ours) except all ${both} theirs))),
       (select count(*)::int from (${both} theirs) except all ${both} ours))),
       (select count(*)::int from (select flight, row_number() over () as place from ours)
          positional join (select flight as wanted from '${spine}') where flight is distinct from wanted)`,
  );
  const [rows, onlyOurs, onlyTheirs, misplaced] = counts.getRowsJson()[0] as number[];
  return { rows: rows ?? 0, onlyOurs: onlyOurs ?? 0, onlyTheirs: onlyTheirs ?? 0, misplaced: misplaced ?? 0 };
}

/** A name that several sets have is prefixed with its set, as training sets do it. */
function outputName(set: FlightSet, feature: string): string {
  const shared = FLIGHT_SETS.filter(({ features }) => features.some(({ name }) => name === feature)).length > 1;
  return shared ? `${set.name}__${feature}` : feature;
}

function columns(): string {
  return FLIGHT_SETS.flatMap((set) =>
    set.features.map(
      ({ name }) =>
        `, case when s.event_time - ${set.name}.event_time <= to_seconds(${set.ttlSeconds}) then ${set.name}.${name} end as ${outputName(set, name)}`,
    ),
  ).join('');
}

function joins(directory: string): string {
  return FLIGHT_SETS.map(({ name, joinKeys }) => {
    const keys = joinKeys.map((key) => `s.${key.name} = ${name}.${key.name}`).join(' and ');
    return `asof left join '${join(directory, `${name}.parquet`)}' ${name} on ${keys} and s.event_time >= ${name}.event_time`;
  }).join(' ');
}

function names(): string {
  const features = FLIGHT_SETS.flatMap((set) => set.features.map(({ name }) => outputName(set, name)));
  return ['flight', 'airport', 'destination', 'event_time', 'late', ...features].join(', ');
}
