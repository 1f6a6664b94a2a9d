import { DuckDBInstance } from '@duckdb/node-api';
import { readMoment } from '../../src/windows/grammar/moment.js';
import { readWindowedFeature } from '../../src/windows/grammar/windowed-feature.js';
import { untilIs } from '../../src/windows/sql/source.sql.js';
import { sourceColumn } from '../../src/windows/sql/source-column.js';
import { type WindowPart, windowsSql } from '../../src/windows/sql/window.sql.js';
import { planWindows, type WindowPlan } from '../../src/windows/window-plan.js';
import type { OracleEvent, OracleRow, OracleWindows } from './window-oracle.js';

const COLUMNS = [
  sourceColumn('my "key"', 'VARCHAR'),
  sourceColumn('time', 'TIMESTAMP WITH TIME ZONE'),
  sourceColumn('known', 'TIMESTAMP WITH TIME ZONE'),
  sourceColumn('value', 'BIGINT'),
  sourceColumn('label', 'VARCHAR'),
];
const FEATURES = [
  'count=count()',
  'valued=count(value)',
  'sum=sum(value)',
  'mean=mean(value)',
  'min=min(value)',
  'max=max(value)',
  'stddev=stddev(value)',
  'share=share(value > 2)',
  'last=last(label)',
];

export function oraclePlan({ window, every }: OracleWindows): WindowPlan {
  return planWindows(
    { columns: COLUMNS, timeZone: undefined },
    {
      keys: [{ joinKey: 'key', column: 'my "key"', type: 'STRING' }],
      time: readMoment('time'),
      availableAt: readMoment('known'),
      features: FEATURES.map(readWindowedFeature),
      windowSeconds: window,
      everySeconds: every,
    },
  );
}

const literal = (value: string | number | null) =>
  typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);

/** DuckDB with tables of events, in which the statements are run as they are. */
export async function openTables() {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'");
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
  return {
    rows,
    async fill(events: readonly OracleEvent[]) {
      await connection.run(
        'create or replace table source ("my ""key""" varchar, time timestamptz, known timestamptz, value bigint, label varchar)',
      );
      if (events.length === 0) return;
      const lines = events.map(
        ({ key, time, known, value, label }) =>
          `(${literal(key)}, to_timestamp(${time}), to_timestamp(${known ?? time}), ${literal(value)}, ${literal(label)})`,
      );
      await connection.run(`insert into source values ${lines.join(', ')}`);
    },
    async windows(plan: WindowPlan, until: number, part?: WindowPart): Promise<OracleRow[]> {
      await connection.run(untilIs(until * 1e6));
      const sql = `select "key", epoch(event_time), * exclude ("key", event_time) from (${windowsSql(plan, part)})`;
      return (await rows(sql)).map(([key, at, count, valued, sum, mean, min, max, stddev, share, last]) => {
        const number = (cell: unknown) => (cell === null ? null : Number(cell));
        return {
          key: String(key),
          at: Number(at),
          count: Number(count),
          valued: Number(valued),
          sum: number(sum),
          mean: number(mean),
          min: number(min),
          max: number(max),
          stddev: number(stddev),
          share: number(share),
          last: last === null ? null : String(last),
        };
      });
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
