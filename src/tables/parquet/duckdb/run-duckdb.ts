import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { deserialize } from 'node:v8';
import { badInput, HeadwaterError } from '../../../platform/errors.js';
import { packageFile } from '../../../platform/package/package-file.js';
import { diskFull } from '../../keep-on-disk.js';
import { DUCKDB_HEAP_MB, memoryOf } from './duckdb-memory.js';
import type { DuckdbMessage, DuckdbResult, DuckdbTask } from './duckdb-task.js';

/** How long a process may say nothing while it is waited for. */
const SILENCE_MS = 300_000;

/** As it is built, for the sources take half as long again to load. */
const CHILD = fileURLToPath(packageFile('dist/duckdb-child.js'));

/** DuckDB's process is gone: it took too much memory, or the file made it end. */
export class DuckdbEnded extends Error {}

/**
 * Performs a task with DuckDB in a process of its own, no faster than its results are taken. What the file is at fault for is BAD_USER_INPUT; throws
 * UNAVAILABLE where there can be no such process, and DuckdbEnded for what it did not survive.
 */
export async function* runDuckdb(task: DuckdbTask): AsyncGenerator<DuckdbResult> {
  const child = await startChild(memoryOf(task).dataKb);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const said = lastWords(child);
  const awaited = () => setTimeout(() => child.kill('SIGKILL'), SILENCE_MS);
  let silence = awaited();
  try {
    child.stdin?.on('error', () => undefined).write(`${JSON.stringify(task)}\n`);
    let begun = false;
    for await (const message of messagesOf(child)) {
      if ('end' in message) return;
      if ('begun' in message) {
        begun = true;
        silence.refresh();
      } else if ('problem' in message) throw errorOf(message);
      else {
        clearTimeout(silence);
        yield message;
        silence = awaited();
      }
    }
    if (!begun) throw new Error(`DuckDB's process ended before it began: ${said()}`);
    throw new DuckdbEnded();
  } finally {
    clearTimeout(silence);
    child.kill('SIGKILL');
    await exited;
  }
}

function errorOf({ refused, problem }: Extract<DuckdbMessage, { problem: string }>): Error {
  if (/No space left|Disk quota exceeded/.test(problem)) return diskFull();
  return refused === undefined ? new Error(problem) : badInput(refused.message, refused.details);
}

/** The end of what a process says on standard error. */
function lastWords({ stderr }: ChildProcess): () => string {
  let text = '';
  stderr?.on('data', (piece: Buffer) => {
    text = `${text}${piece}`.slice(-1_000);
  });
  return () => text.trim();
}

/** Through a shell, for Node can't limit what a process may take. What NODE_OPTIONS adds to this process has no room in that one. */
async function startChild(dataKb: number): Promise<ChildProcess> {
  const node = [
    process.execPath,
    `--max-old-space-size=${DUCKDB_HEAP_MB}`,
    '--max-semi-space-size=4',
    '--expose-gc',
    CHILD,
  ];
  try {
    const child = spawn('/bin/sh', ['-c', `ulimit -d ${dataKb}; unset NODE_OPTIONS; exec "$@"`, 'duckdb', ...node], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    await once(child, 'spawn');
    return child.on('error', () => undefined);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new HeadwaterError(
      'UNAVAILABLE',
      `The system gives no process that reads and writes Parquet now (${code}); try again in a minute, or use NDJSON or CSV.`,
    );
  }
}

async function* messagesOf({ stdout }: ChildProcess): AsyncGenerator<DuckdbMessage> {
  let pieces: Buffer[] = [];
  let length = 0;
  let wanted = 4;
  let inLength = true;
  for await (const piece of stdout as AsyncIterable<Buffer>) {
    pieces.push(piece);
    length += piece.length;
    while (length >= wanted) {
      const bytes = pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
      const rest = bytes.subarray(wanted);
      pieces = [rest];
      length = rest.length;
      const part = bytes.subarray(0, wanted);
      if (inLength) wanted = part.readUInt32LE(0);
      else {
        yield deserialize(part) as DuckdbMessage;
        wanted = 4;
      }
      inLength = !inLength;
    }
  }
}
