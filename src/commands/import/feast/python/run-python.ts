import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { READ_REGISTRY } from './programs.js';

const MOST_WORDS = 4_000;

/** Reads a registry with Feast's own Python, whatever it is kept in. */
export async function readRegistryOfRepository(python: string, repository: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of runPython(python, READ_REGISTRY, repository, '')) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Runs a program with the Python that Feast is installed in, and gives what it prints. Throws with its last words where it fails. */
export async function* runPython(
  python: string,
  program: string,
  repository: string,
  input: string,
): AsyncGenerator<Buffer> {
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(python, ['-c', program], {
    cwd: repository,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let words = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words = `${words}${text}`.slice(-MOST_WORDS);
  });
  const ended = new Promise<Error | undefined>((resolve) => {
    child.on('error', (error) =>
      resolve(new Error(`${python} can't be started: ${error.message}. Say which with --python.`)),
    );
    child.on('close', (code) =>
      resolve(code === 0 ? undefined : new Error(`Feast's Python failed in ${repository}:\n${words.trim()}`)),
    );
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  try {
    yield* child.stdout as AsyncIterable<Buffer>;
    const failure = await ended;
    if (failure !== undefined) throw failure;
  } finally {
    child.kill();
  }
}
