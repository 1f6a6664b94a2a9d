import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The service as it was built before the benches began. */
export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** A server in a process of its own. */
export interface ChildService {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Starts a Node program and waits until it prints where it listens. Its standard error is passed on. */
export async function startChildService(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ChildService> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await firstUrl(child, args);
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function firstUrl(child: ChildProcess, args: readonly string[]): Promise<string> {
  if (child.stdout === null) throw new Error('the child has no standard output');
  for await (const line of createInterface({ input: child.stdout })) {
    const [url] = /http:\/\/[\w.]+:\d+/.exec(line) ?? [];
    if (url === undefined) continue;
    child.stdout.resume(); // A full pipe would stop the child.
    return url;
  }
  throw new Error(`${args.join(' ')} ended before it listened`);
}

/** Headwater itself, on a database; `main` is the compiled program, this checkout's by default. */
export function startHeadwater(
  databaseUrl: string,
  main = MAIN,
  settings: Readonly<Record<string, string>> = {},
): Promise<ChildService> {
  return startChildService([main, 'serve'], {
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    PORT: '0',
    ...settings,
  });
}
