import { isUtf8 } from 'node:buffer';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readTable } from '../../src/tables/read-table.js';
import { type TableRow, UnreadableRow } from '../../src/tables/table-batch.js';
import type { TableFormat } from '../../src/tables/table-format.js';
import { asSent, NOT_UTF8, utf8Text } from '../../src/tables/utf8-text.js';

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

  it('makes its row of a CSV unreadable, and names the column', async () => {
    const rows = await rowsOf(Buffer.from('a,b\nx,\xff\n\xc3\xa9,y\n', 'latin1'), 'csv');

    expect(rows).toEqual([
      new UnreadableRow('is not UTF-8 in b; save the file as UTF-8', 'x,\uFFFD'),
      { a: 'é', b: 'y' },
    ]);
  });

  it('is found wherever the pieces of a file are cut, and nowhere else', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.string({ unit: fc.constantFrom('\uFDD0', '!', '=', '\uFFFD') }),
    );
    const bytes = fc.uint8Array({ maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, bytes)), fc.integer({ min: 1, max: 7 }), async (parts, size) => {
        const whole = Buffer.concat(parts.flatMap(([good, any]) => [Buffer.from(good), Buffer.from(any)]));
        async function* pieces() {
          for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
        }
        let read = '';
        for await (const piece of utf8Text(pieces())) read += piece;

        expect(read.includes(NOT_UTF8)).toBe(!isUtf8(whole));
        expect(asSent(read)).toBe(whole.toString());
      }),
    );
  });

  it.each(['\uFDD0', '\uFDD0!', '\uFDD0=', '!\uFDD0\uFDD0'])(
    'is not said of a U+FDD0 that was sent: %j',
    async (text) => {
      expect(await rowsOf(Buffer.from(JSON.stringify({ a: text })), 'ndjson')).toEqual([{ a: text }]);
      expect(await rowsOf(Buffer.from(`${text},b\n${text},"${text}"\n,""\n`), 'csv')).toEqual([
        { [text]: text, b: text },
        { [text]: null, b: '' },
      ]);
      expect(await rowsOf(Buffer.from(`a,b\n${text}\n`), 'csv')).toMatchObject([{ text }]);
    },
  );

  it('is not said of a U+FFFD that was sent', async () => {
    expect(await rowsOf(Buffer.from('{"a":"\uFFFD"}'), 'ndjson')).toEqual([{ a: '\uFFFD' }]);
    expect(await rowsOf(Buffer.from('a\n\uFFFD\n'), 'csv')).toEqual([{ a: '\uFFFD' }]);
  });
});

describe('a line that is too long', () => {
  it('is refused whole, and never shortened, when its bytes are too many but its characters are not', async () => {
    const long = `{"a":"${'é'.repeat(0.7 * PIECE)}END"}`;

    const rows = await rowsOf(Buffer.from(`${long}\n{"a":"x"}\n`), 'ndjson');

    expect(rows).toMatchObject([{ problem: expect.stringContaining('is longer than 1048576 bytes') }, { a: 'x' }]);
    expect(await rowsOf(Buffer.from(`a\n${'é'.repeat(0.7 * PIECE)}\nx\n`), 'csv')).toMatchObject([
      { problem: expect.stringContaining('is longer than 1048576 bytes') },
      { a: 'x' },
    ]);
  });

  it('ends a CSV whose quote is never closed', async () => {
    await expect(rowsOf(Buffer.from(`a\nx\n"${'x'.repeat(5 * PIECE)}`), 'csv')).rejects.toThrow(
      /a row of more than 2097152 bytes.*or opens a quote that is never closed/,
    );
    await expect(rowsOf(Buffer.from('a\nx\n"y\n'), 'csv')).rejects.toThrow('opens a quote that is never closed');
  });
});
