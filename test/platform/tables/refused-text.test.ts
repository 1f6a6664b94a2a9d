import { describe, expect, it } from '@jest/globals';
import { readTable } from '../../../src/platform/tables/read-table.js';
import { type TableRow, UnreadableRow } from '../../../src/platform/tables/table-batch.js';
import type { TableFormat } from '../../../src/platform/tables/table-format.js';

const PIECE = 1 << 20;

async function rowsOf(bytes: Buffer, format: TableFormat): Promise<TableRow[]> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE);
  }
  const rows: TableRow[] = [];
  for await (const batch of readTable(pieces(), format, { timeZone: undefined })) rows.push(...batch.rows);
  return rows;
}

describe('text that is not UTF-8', () => {
  it('makes its line of NDJSON unreadable, instead of being stored as another text', async () => {
    const rows = await rowsOf(Buffer.from('{"a":"\xff"}\n{"a":"x"}\n', 'latin1'), 'ndjson');

    expect(rows).toEqual([new UnreadableRow('is not UTF-8', '{"a":"\uFFFD"}'), { a: 'x' }]);
  });

  it('ends a CSV', async () => {
    await expect(rowsOf(Buffer.from('a\n\xff\n', 'latin1'), 'csv')).rejects.toThrow('not UTF-8');
  });

  it('is not said of a U+FFFD that was sent', async () => {
    expect(await rowsOf(Buffer.from('{"a":"\uFFFD"}'), 'ndjson')).toEqual([{ a: '\uFFFD' }]);
    expect(await rowsOf(Buffer.from('a\n\uFFFD\n'), 'csv')).toEqual([{ a: '\uFFFD' }]);
  });
});

describe('a line that is too long', () => {
  it('is refused whole, and never shortened, when its bytes are too many but its characters are not', async () => {
    const long = `{"a":"${'é'.repeat(12 * PIECE)}END"}`;

    const rows = await rowsOf(Buffer.from(`${long}\n{"a":"x"}\n`), 'ndjson');

    expect(rows).toMatchObject([{ problem: 'is longer than 16777216 bytes' }, { a: 'x' }]);
  });

  it('ends a CSV whose quote is never closed', async () => {
    await expect(rowsOf(Buffer.from(`a\n"${'x'.repeat(18 * PIECE)}`), 'csv')).rejects.toThrow("The CSV can't be read");
  });
});
