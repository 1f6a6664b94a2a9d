import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuckdb } from '../../src/tables/parquet/duckdb/duckdb.js';
import { describeAnswer, type HostileCase, type HostileTargets, post } from './hostile-case.js';

const NDJSON = 'application/x-ndjson';

/** Uploads: small files that grow, and rows that are large. */
export async function tableCases({ text }: HostileTargets): Promise<HostileCase[]> {
  const path = `/v1/feature-sets/${text}/rows?on-error=skip`;
  const parquet = await parquetBomb();
  const upload = (work: string, type: string, body: string | Uint8Array): HostileCase => ({
    work: `Upload: ${work}`,
    send: (url) => post(url, path, type, body),
  });
  const line = (length: number) =>
    `{"note_id":"a","note":"${'x'.repeat(length)}","event_time":"2001-01-01T00:00:00Z"}\n`;
  return [
    upload(
      `a Parquet file of ${parquet.length.toLocaleString('en')} bytes, 2,000 strings of 4 MB`,
      'application/vnd.apache.parquet',
      parquet,
    ),
    upload('a Parquet file that is noise', 'application/vnd.apache.parquet', Buffer.alloc(100_000, 'PAR1')),
    upload(
      'a Parquet file of 23 bytes, a list of 2^55 bytes',
      'application/vnd.apache.parquet',
      footerOf(Buffer.from('59f3ffffffffffffff7f00', 'hex')),
    ),
    upload(
      'a Parquet file whose footer is 8 MB of empty structs',
      'application/vnd.apache.parquet',
      footerOf(Buffer.concat([Buffer.from('59fcf0ffff03', 'hex'), Buffer.alloc(8 * 1024 * 1024 - 100)])),
    ),
    { work: 'Upload: 60 NDJSON lines of 15 MB', send: (url) => stream(url, path, NDJSON, line(15_000_000), 60) },
    {
      work: 'Upload: 100,000 NDJSON lines that are nested',
      send: (url) => stream(url, path, NDJSON, `${'['.repeat(600)}\n`, 100_000),
    },
    upload('an NDJSON line of 80 KB of escaped quotes', NDJSON, `[${'[],'.repeat(501)}"${'\\"'.repeat(40_000)}"\n`),
    upload('an NDJSON line of 100 MB without end', NDJSON, Buffer.alloc(100_000_000, 'x')),
    upload(
      'a CSV with one cell of 50 MB',
      'text/csv',
      `note_id,note,event_time\na,${'x'.repeat(50_000_000)},2001-01-01\n`,
    ),
    upload(
      'a CSV with a quote that is never closed',
      'text/csv',
      `note_id,note,event_time\na,"${'x\n'.repeat(20_000_000)}`,
    ),
    upload(
      'a CSV of 1,000,000 columns',
      'text/csv',
      `${Array.from({ length: 1_000_000 }, (_, n) => `c${n}`).join(',')}\n`,
    ),
    upload('a CSV whose first line has 10 MB and no comma', 'text/csv', 'x'.repeat(10_000_000)),
    upload(
      'a CSV with a cell of 500,000 quotes',
      'text/csv',
      `note_id,note,event_time\na,"${'""'.repeat(500_000)}",\n`,
    ),
    upload('5 MB of empty NDJSON lines', NDJSON, '\n'.repeat(5_000_000)),
    upload('an NDJSON row of 450,000 numbers in an unknown column', NDJSON, `{"zebra":[1${',1'.repeat(450_000)}]}\n`),
    upload('a CSV of 200,000 bad rows', 'text/csv', `note_id,note,event_time\n${'a,b,c\n'.repeat(200_000)}`),
  ];
}

/** A Parquet file that is nothing but a footer. */
function footerOf(footer: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  return Buffer.concat([Buffer.from('PAR1'), footer, length, Buffer.from('PAR1')]);
}

/** Sends a part over and over, made as it is read. */
async function stream(url: string, path: string, type: string, part: string, times: number): Promise<string> {
  const bytes = Buffer.from(part);
  let sent = 0;
  const body = new ReadableStream({
    pull(controller) {
      if (sent++ < times) controller.enqueue(bytes);
      else controller.close();
    },
  });
  const init = { method: 'POST', headers: { 'content-type': type }, body, duplex: 'half' };
  const response = await fetch(url + path, { ...init, signal: AbortSignal.timeout(180_000) } as RequestInit);
  return describeAnswer(response.status, await response.text());
}

async function parquetBomb(): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), 'headwater-hostile-'));
  const file = join(directory, 'bomb.parquet');
  const duckdb = await openDuckdb(directory, '4GB');
  try {
    await duckdb.connection.run(
      `copy (select i::text as note_id, repeat('x', 4000000) as note, timestamp '2001-01-01' as event_time from range(2000) t(i))
       to '${file}' (format parquet, compression zstd, row_group_size 2048)`,
    );
    return await readFile(file);
  } finally {
    duckdb.close();
    await rm(directory, { recursive: true, force: true });
  }
}
