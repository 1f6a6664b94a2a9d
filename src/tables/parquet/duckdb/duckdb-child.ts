import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { serialize } from 'node:v8';
import type { DuckDBConnection } from '@duckdb/node-api';
import { HeadwaterError } from '../../../platform/errors.js';
import { type ExactTimes, prepareParquet } from '../footer/parquet-footer.js';
import { convertToParquet } from '../parquet.sql.js';
import { sliceParquet } from '../slice-parquet.js';
import { openDuckdb } from './duckdb.js';
import { memoryOf } from './duckdb-memory.js';
import type { DuckdbMessage, DuckdbTask, JsonCell, ParquetReading, StatementsTask } from './duckdb-task.js';

/* A process of its own, because no setting of DuckDB bounds what a file can make it take, and a damaged one may end it. It gets its task as a line
 * of standard input and ends with it; messages go to standard output, each behind its length. */

const CHECK_MS = 10;
const TELL_MS = 250;

/** Nothing can be done in order any more when memory runs out; the service sees that this process is gone. */
function endBeyond(room: number): void {
  const before = process.memoryUsage.rss();
  setInterval(() => {
    if (process.memoryUsage.rss() - before > room) process.kill(process.pid, 'SIGKILL');
  }, CHECK_MS).unref();
}

async function tell(message: DuckdbMessage): Promise<void> {
  const bytes = serialize(message);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  process.stdout.write(length);
  if (!process.stdout.write(bytes)) await once(process.stdout, 'drain');
}

async function perform(task: DuckdbTask): Promise<void> {
  const { limit, room } = memoryOf(task);
  endBeyond(room);
  const duckdb = await openDuckdb(task.directory, limit);
  const atWork = () => tell({ begun: true });
  await atWork();
  try {
    if (task.kind === 'write') await convertToParquet(duckdb.connection, task);
    else if (task.kind === 'statements') await tell({ rows: await runStatements(duckdb.connection, task) });
    else {
      const exactTimes = task.exactTimes ?? (await prepared(task));
      for await (const slice of sliceParquet(duckdb.connection, { ...task, exactTimes }, atWork)) await tell({ slice });
    }
    await tell({ end: true });
  } catch (error) {
    const { message } = error as Error;
    const refused = error instanceof HeadwaterError ? { message, details: error.details } : undefined;
    // What it says to do about it is not for who sent or asks for the file.
    if (message.startsWith('Out of Memory Error')) return;
    await tell({ refused, problem: message });
  }
}

/** Tells now and then how far a statement is. */
async function runStatements(duckdb: DuckDBConnection, { statements }: StatementsTask): Promise<readonly JsonCell[][]> {
  const timer = setInterval(() => void tell({ percent: duckdb.progress.percentage }), TELL_MS);
  try {
    let rows: readonly JsonCell[][] = [];
    for (const statement of statements) rows = (await duckdb.runAndReadAll(statement)).getRowsJson() as JsonCell[][];
    return rows;
  } finally {
    clearInterval(timer);
  }
}

/** Told, for a second process that reads the same file finds another footer. */
async function prepared({ file }: ParquetReading): Promise<ExactTimes> {
  const exactTimes = await prepareParquet(file);
  await tell({ exactTimes });
  return exactTimes;
}

const lines = createInterface({ input: process.stdin });
lines.once('line', async (line) => {
  await perform(JSON.parse(line) as DuckdbTask);
  process.exit();
});
// The service is gone, whatever ended it.
lines.once('close', () => process.exit());
process.stdout.on('error', () => process.exit());
