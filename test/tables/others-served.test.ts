import { describe, expect, it } from '@jest/globals';
import { readTable } from '../../src/tables/read-table.js';

const CHUNK = 65_536;

/** Bytes that are all there already, so that waiting for them alone lets nobody else in. */
async function* chunksOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
}

describe('reading a table', () => {
  it.each([
    ['ndjson', '{"a":1,"b":"x"}\n'.repeat(60_000)],
    ['ndjson', `${'['.repeat(600)}\n`.repeat(20_000)],
    ['csv', `a,b\n${'1,x\n'.repeat(60_000)}`],
    ['csv', `a,b\n1,"${'x\n'.repeat(500_000)}`],
  ] as const)('lets the event loop serve others meanwhile: %s, %.12s', async (format, text) => {
    let turns = 0;
    const count = () => {
      turns++;
      immediate = setImmediate(count);
    };
    let immediate = setImmediate(count);
    try {
      for await (const _ of readTable(chunksOf(Buffer.from(text)), format));
    } catch {
      // A quote that is never closed.
    }
    clearImmediate(immediate);

    // None at all while one holds the loop; how many there are depends on the machine.
    expect(turns).toBeGreaterThan(1);
  });
});

describe('the first line of a CSV', () => {
  const columns = (count: number, name: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => name(index)).join(',');
  const read = async (text: string) => {
    for await (const _ of readTable(chunksOf(Buffer.from(text)), 'csv'));
  };

  it.each([
    ['bare', (index: number) => `c${index}`],
    ['quoted', (index: number) => `"c,\n${index}"`],
  ])('has up to 10,000 cells, %s', async (_, name) => {
    await expect(read(`${columns(10_000, name)}\n`)).resolves.toBeUndefined();
    await expect(read(`${columns(10_001, name)}\n`)).rejects.toThrow('has more than 10000 cells');
  });

  it('is refused before its end has come', async () => {
    let sent = 0;
    async function* endless() {
      for (;;) yield Buffer.from(`c${sent++},`.repeat(1_000));
    }

    const reading = (async () => {
      for await (const _ of readTable(endless(), 'csv'));
    })();

    await expect(reading).rejects.toThrow('has more than 10000 cells');
    expect(sent).toBeLessThan(100);
  });
});
