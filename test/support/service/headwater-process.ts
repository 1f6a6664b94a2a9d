import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { eventually } from '../eventually.js';

const CHECKOUT = fileURLToPath(new URL('../../../', import.meta.url));

/** A running `headwater …` command. */
export interface HeadwaterProcess {
  readonly pid: number;
  /** Everything printed so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The URL that `serve` prints once it listens. */
  url(): Promise<string>;
  /** Stops reading what it prints, as `head -1` does. */
  leave(): void;
  signal(name: NodeJS.Signals): void;
  /** Resolves when it has ended: its exit code, or the signal that ended it. */
  readonly exited: Promise<number | string>;
}

/** Runs the command as it is built when the tests begin, or another program that is one, with this environment and nothing of the caller's but PATH and HOME. */
export function startHeadwater(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  program = 'dist/main.js',
): HeadwaterProcess {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: CHECKOUT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  return {
    pid: child.pid ?? 0,
    stdout,
    stderr,
    async url() {
      const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
      await eventually(() => {
        if (!hasEnded() && !stdout().includes('listens on'))
          throw new Error(`it does not listen yet: ${stdout()}${stderr()}`);
      }, 90_000);
      if (hasEnded()) throw new Error(`it ended: ${stderr()}`);
      return /listens on (\S+)/.exec(stdout())?.[1] ?? '';
    },
    leave() {
      child.stdout.destroy();
      child.stderr.destroy();
    },
    signal: (name) => void child.kill(name),
    exited: exitOf(child),
  };
}

async function exitOf(child: ChildProcess): Promise<number | string> {
  // `close` comes after the last of the output.
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return code ?? signal ?? 'unknown';
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
