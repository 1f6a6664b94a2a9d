import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { runDuckdb } from '../../src/tables/parquet/duckdb/run-duckdb.js';
import { readTable } from '../../src/tables/read-table.js';
import type { TableFormat } from '../../src/tables/table-format.js';
import { temporaryDirectory } from '../../src/tables/temporary-directory.js';
import { casesOf } from '../support/cases.js';
import { parquetFile } from '../support/foreign/parquet-file.js';

async function rowsOf(bytes: Buffer, format: TableFormat, piece = 1 << 16): Promise<unknown[]> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
  }
  const rows: unknown[] = [];
  let next = 1;
  for await (const batch of readTable(pieces(), format)) {
    expect(batch.firstRow).toBe(next);
    next += batch.rows.length;
    rows.push(...batch.rows);
  }
  return rows;
}

const text = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((value) => value.isWellFormed());
const table = fc.array(
  fc.record({
    a: fc.option(text),
    b: fc.option(fc.integer()),
    c: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  }),
  {
    minLength: 1,
    maxLength: 30,
  },
);
const piece = fc.integer({ min: 1, max: 50 });

describe('what is written is read back equal', () => {
  it('as NDJSON, however it is cut into pieces', () =>
    fc.assert(
      fc.asyncProperty(table, piece, async (rows, size) => {
        const file = Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'));

        const read = (await rowsOf(file, 'ndjson', size)) as { c: unknown }[];

        // Whole numbers beyond 2^53 keep their digits until their type is known.
        expect(read.map((row) => ({ ...row, c: row.c === null ? null : Number(row.c) }))).toEqual(
          JSON.parse(JSON.stringify(rows)),
        );
      }),
      { numRuns: casesOf(60, 1_000) },
    ));

  it.each([',', ';', '\t', '|'] as const)(
    'as CSV with "%s", quoted or not, however it is cut into pieces',
    (delimiter) =>
      fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(fc.option(text), { minLength: 3, maxLength: 3 }), { minLength: 1 }),
          piece,
          async (rows, size) => {
            const cell = (value: string | null) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`);
            const lines = [['a', 'b', 'c'], ...rows.map((row) => row.map(cell))].map((row) => row.join(delimiter));
            const names = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' } as const;
            async function* pieces() {
              const bytes = Buffer.from(lines.join('\r\n'));
              for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
            }
            const read: unknown[] = [];
            for await (const batch of readTable(pieces(), 'csv', { delimiter: names[delimiter] }))
              read.push(...batch.rows);

            expect(read).toEqual(rows.map(([a, b, c]) => ({ a, b, c })));
          },
        ),
        { numRuns: casesOf(40, 500) },
      ),
  );

  it('as Parquet, for every type that DuckDB writes', async () => {
    const literal = (value: unknown, type: string) =>
      value === null
        ? `null::${type}`
        : `'${typeof value === 'string' ? value.replaceAll("'", "''") : Object.is(value, -0) ? '-0' : value}'::${type}`;
    await fc.assert(
      fc.asyncProperty(
        table.filter((rows) => !JSON.stringify(rows).includes('\\u0000')),
        async (rows) => {
          const selects = rows.map(
            ({ a, b, c }) =>
              `select ${literal(a, 'varchar')} as a, ${literal(b, 'bigint')} as b, ${literal(c, 'double')} as c`,
          );

          expect(await rowsOf(await parquetFile(selects.join(' union all ')), 'parquet')).toEqual(rows);
        },
      ),
      { numRuns: 3, examples: [[[{ a: null, b: null, c: -0 }]]] },
    );
  });

  it('as Parquet, past batches, slices and row groups', async () => {
    const file = await parquetFile(
      `select i as n, i * 0.5 as d, case when i % 3 = 0 then null else 't' || i end as t, range(i % 4) as l from range(130000) t(i)`,
    );

    const rows = (await rowsOf(file, 'parquet')) as { n: number; d: number; t: string | null; l: number[] }[];

    expect(rows.length).toBe(130_000);
    const wrong = rows.findIndex(
      ({ n, d, t, l }, i) => n !== i || d !== i / 2 || t !== (i % 3 === 0 ? null : `t${i}`) || l.length !== i % 4,
    );
    expect(wrong).toBe(-1);
  });

  it('as Parquet that is read by columns, as wide files are, behind what is known already', async () => {
    const columns = Array.from({ length: 20 }, (_, column) => `i * ${column} as c${column}`).join(', ');
    const directory = await temporaryDirectory();
    const file = join(directory.path, 'table.parquet');
    await writeFile(file, await parquetFile(`select ${columns}, [i, null] as l, {'x': i} as s from range(3000) t(i)`));
    const task = {
      kind: 'read',
      directory: directory.path,
      file,
      timeZone: undefined,
      exactTimes: { nanoseconds: [], int96: [] },
      skip: 7,
    } as const;
    const values: Record<string, unknown>[] = [];

    for await (const result of runDuckdb({ ...task, byColumns: true })) {
      if (!('slice' in result)) throw new Error('its footer was not to be gone through again');
      const { names, columns: read, count } = result.slice;
      for (let row = 0; row < count; row++)
        values.push(Object.fromEntries(names.map((name, index) => [name, read[index]?.[row]])));
    }
    await directory.remove();

    expect(values.length).toBe(2_993);
    const wrong = values.findIndex(
      ({ c0, c19, l, s }, at) =>
        c0 !== 0 || c19 !== (at + 7) * 19 || JSON.stringify([l, s]) !== JSON.stringify([[at + 7, null], { x: at + 7 }]),
    );
    expect(wrong).toBe(-1);
  });
});
