import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readTable } from '../../src/tables/read-table.js';

const cell = fc.oneof(
  fc.constant(null),
  fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'x', 'é', ' '), maxLength: 5 }),
);

async function* chunksOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size: number): Promise<unknown[]> {
  const read: unknown[] = [];
  for await (const { rows } of readTable(chunksOf(Buffer.from(text), size), 'csv')) read.push(...rows);
  return read;
}

function written(value: string | null): string {
  return value === null ? '' : `"${value.replaceAll('"', '""')}"`;
}

describe('the rows of a CSV', () => {
  it('are what was written, whatever ends its lines and however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        async (rows, lineEnd, size, marked) => {
          const lines = ['"a",b,"c"', ...rows.map((row) => row.map(written).join(','))];
          const text = `${marked ? '\uFEFF' : ''}${lines.join(lineEnd)}${lineEnd}`;
          const expected = rows.map(([a, b, c]) => ({ a, b, c }));
          expect(await read(text, size)).toEqual(expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are none of a first line that never ends', async () => {
    let sent = 0;
    async function* endless() {
      for (;;) yield Buffer.alloc(65_536, sent++ < 0 ? '' : 'x');
    }

    const reading = (async () => {
      for await (const _ of readTable(endless(), 'csv'));
    })();

    await expect(reading).rejects.toThrow('The first line of the CSV is longer than 1048576 characters');
    expect(sent).toBeLessThan(20);
  });
});
