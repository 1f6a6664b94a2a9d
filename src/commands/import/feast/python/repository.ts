import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { READ_REPOSITORY } from './programs.js';

const MOST_WORDS = 4_000;
const LONGEST_SIZE = 20;

/** A repository of Feast, read by the Python that Feast is installed in. */
export interface Repository {
  /** As Feast writes it into files, whatever it is kept in. */
  readonly registry: Buffer;
  /** What the program prints of the views that it is told of. */
  values(wanted: object): AsyncGenerator<Buffer>;
  /** Ends it, if it has not ended. */
  close(): void;
}

/** Starts Feast in a repository, and reads its registry. Throws with the last words of Python where it fails. */
export async function openRepository(python: string, folder: string): Promise<Repository> {
  // Where the caller stands, not where the repository lies.
  const program = python.includes('/') ? resolve(python) : python;
  const child = spawn(program, ['-c', READ_REPOSITORY], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = `${words}${text}`.slice(-MOST_WORDS);
  });
  const ended = new Promise<Error | undefined>((end) => {
    child.on('error', ({ message }) =>
      end(new Error(`${python} can't be started: ${message}. Say which Python it is with --python.`)),
    );
    child.on('close', (code) =>
      end(code === 0 ? undefined : new Error(`Feast's Python failed in ${folder}:\n${words.trim()}`)),
    );
  });
  // Whoever has ended reads nothing more; why it has is what is told.
  child.stdin.on('error', () => undefined);
  const output = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const begun = await readRegistry(output);
  if (begun === undefined) {
    child.stdin.end();
    throw (await ended) ?? new Error(`Feast's Python printed no registry in ${folder}.`);
  }
  return {
    registry: begun.registry,
    async *values(wanted) {
      child.stdin.end(JSON.stringify(wanted));
      if (begun.rest.length > 0) yield begun.rest;
      for (let next = await output.next(); next.done !== true; next = await output.next()) yield next.value;
      const failure = await ended;
      if (failure !== undefined) throw failure;
    },
    close() {
      child.stdin.end();
      child.kill();
    },
  };
}

/** The registry, which comes after a line with its size; undefined where the output ends before. */
async function readRegistry(
  output: AsyncIterator<Buffer>,
): Promise<{ readonly registry: Buffer; readonly rest: Buffer } | undefined> {
  const chunks: Buffer[] = [];
  let size: number | undefined;
  for (let length = 0; size === undefined || length < size; ) {
    const next = await output.next();
    if (next.done === true) return undefined;
    let chunk = next.value;
    if (size === undefined) {
      const head = Buffer.concat([...chunks.splice(0), chunk]);
      const end = head.indexOf('\n');
      if (end < 0 || end > LONGEST_SIZE) {
        if (head.length > LONGEST_SIZE) return undefined;
        chunks.push(head);
        continue;
      }
      size = Number(head.subarray(0, end).toString('latin1'));
      chunk = head.subarray(end + 1);
    }
    chunks.push(chunk);
    length += chunk.length;
  }
  const all = Buffer.concat(chunks);
  return { registry: all.subarray(0, size), rest: all.subarray(size) };
}
