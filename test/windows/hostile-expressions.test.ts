import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HeadwaterError } from '../../src/platform/errors.js';
import { readMoment } from '../../src/windows/grammar/moment.js';
import { readWindowedFeature } from '../../src/windows/grammar/windowed-feature.js';
import { sourceColumn } from '../../src/windows/sql/source-column.js';
import { windowsSql } from '../../src/windows/sql/window.sql.js';
import { planWindows, type WindowPlan } from '../../src/windows/window-plan.js';

/** WINDOWS=1000 for a long run. */
const CASES = 20 * Number(process.env.WINDOWS ?? 15);
const COLUMNS = [
  sourceColumn('key', 'VARCHAR'),
  sourceColumn('date', 'TIMESTAMP'),
  sourceColumn('delay', 'BIGINT'),
  sourceColumn('ratio', 'DOUBLE'),
  sourceColumn(`a"b'; drop table source --`, 'BOOLEAN'),
  sourceColumn('read_text', 'VARCHAR'),
  sourceColumn('getenv', 'VARCHAR'),
];

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  connection = await instance.connect();
  const columns = COLUMNS.map(({ name, nativeType }) => `"${name.replaceAll('"', '""')}" ${nativeType}`);
  await connection.run(`create table source (${columns.join(', ')})`);
  await connection.run("set variable until = timestamp '2001-01-01'");
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

/** Every name of a function, a table and a kind of statement that the SQL has, as DuckDB understands it. */
async function namesIn(sql: string): Promise<{ functions: string[]; tables: string[]; statements: number }> {
  const rows = await connection.runAndReadAll(`select json_serialize_sql('${sql.replaceAll("'", "''")}')`);
  const tree = JSON.parse(String(rows.getRowsJson()[0]?.[0]));
  expect([sql, tree.error]).toEqual([sql, false]);
  const functions = new Set<string>();
  const tables = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [name, value] of Object.entries(node)) {
      if (name === 'function_name') functions.add(String(value));
      if (name === 'table_name') tables.add(String(value));
      visit(value);
    }
  };
  visit(tree.statements);
  return { functions: [...functions], tables: [...tables], statements: tree.statements.length };
}

const plan = (feature: string, time = 'date'): WindowPlan =>
  planWindows(
    { columns: COLUMNS, timeZone: 'UTC' },
    {
      keys: [{ joinKey: 'key', column: 'key', type: 'STRING' }],
      time: readMoment(time),
      availableAt: undefined,
      features: [readWindowedFeature(feature)],
      windowSeconds: 3_600,
      everySeconds: 3_600,
    },
  );

/** undefined for what is refused, which has to be by one who knows why. */
function sqlOf(make: () => WindowPlan): string | undefined {
  try {
    return windowsSql(make());
  } catch (error) {
    expect(error).toBeInstanceOf(HeadwaterError);
    return undefined;
  }
}

const word = fc.constantFrom(
  ...['count', 'sum', 'mean', 'share', 'last', 'delay', 'ratio', 'date', 'key', 'read_text', 'getenv', 'source'],
  ...[
    '(',
    ')',
    ')',
    '=',
    '>',
    '<',
    '!=',
    '<>',
    '*',
    '+',
    '-',
    ',',
    ';',
    '--',
    '/*',
    '*/',
    '::',
    '||',
    '.',
    '[',
    '$1',
    '?',
  ],
  ...['and', 'or', 'not', 'is', 'null', 'true', 'select', 'from', 'union', 'case', 'copy', 'attach', 'pragma', 'set'],
  ...[`'`, `''`, `'it''s'`, `'/etc/passwd'`, `"`, `""`, `"a""b'; drop table source --"`, `"delay"`, "E'\\''"],
  ...['1', '1.5', '1e400', '15m', '1e3', '0x1f', '\\', '\u2019', '\u0000', '\ud800', '`'],
);
const inside = fc.array(word, { maxLength: 9 }).map((words) => words.join(' '));
const simple = fc
  .tuple(
    fc.constantFrom('delay', 'ratio', '"delay"'),
    fc.constantFrom('>', '=', '!='),
    fc.constantFrom('1', '-1.5', '1e3'),
  )
  .map((parts) => parts.join(' '));
const condition = fc
  .tuple(simple, fc.constantFrom('and', 'or', ''), fc.oneof(simple, inside))
  .map(([one, by, other]) => (by === '' ? one : `${one} ${by} ${other}`));
const features = fc
  .tuple(fc.constantFrom('count', 'share', 'sum', 'read_csv'), fc.oneof(inside, condition), inside)
  .map(([name, argument, behind]) => `x=${name}(${argument})${behind.length > 10 ? '' : behind}`);

const KNOWN_FUNCTIONS = [
  'count',
  'count_star',
  'sum',
  'avg',
  'min',
  'max',
  'arg_max',
  'row',
  'isfinite',
  '-',
  '+',
  'not',
];

describe('an expression', () => {
  it('becomes one query of the file alone, with no function but those of the grammar, or is refused', async () => {
    const plain = await namesIn(windowsSql(plan('x=count()')));
    expect(plain.tables).toEqual(
      ['source', 'event', 'span', 'counted', 'blank'].filter((name) => plain.tables.includes(name)),
    );
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(features, async (feature) => {
        const sql = sqlOf(() => plan(feature));
        if (sql === undefined) return;
        taken++;
        const { functions, tables, statements } = await namesIn(sql);
        expect([feature, statements]).toEqual([feature, 1]);
        expect(tables.filter((name) => !plain.tables.includes(name))).toEqual([]);
        expect(functions.filter((name) => !plain.functions.includes(name) && !KNOWN_FUNCTIONS.includes(name))).toEqual(
          [],
        );
        await connection.run(sql);
      }),
      { numRuns: CASES },
    );
    expect(taken).toBeGreaterThan(CASES / 20);
  }, 600_000);

  it('of a time does so too', async () => {
    await fc.assert(
      fc.asyncProperty(inside, async (moves) => {
        const sql = sqlOf(() => plan('x=count()', `date ${moves}`));
        if (sql !== undefined) await connection.run(sql);
      }),
      { numRuns: CASES },
    );
  }, 600_000);
});
