import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { CHECKOUT } from '../architecture/source-files.js';
import { eventually } from '../support/eventually.js';

/** How a program of Python is started. */
export interface Start {
  readonly python: string;
  /** Below `examples/`. */
  readonly folder: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The client as it lies in the checkout: what its wheel holds is looked at elsewhere. */
const environment = (more: Start['env']) => ({
  ...process.env,
  NODE_OPTIONS: '',
  PYTHONPATH: `${CHECKOUT}clients/python/src`,
  PYTHONUNBUFFERED: '1',
  ...more,
});

/** What it prints; what it printed before it failed is in the error. */
export async function printed(
  { python, folder, args, env }: Start,
  cwd = `${CHECKOUT}examples/${folder}`,
): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(python, args, { cwd, env: environment(env), maxBuffer: 1 << 24 });
    return stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${folder}: python ${args.join(' ')}\n${stdout?.slice(-4000)}${stderr?.slice(-4000)}`);
  }
}

/** A service that an example starts on a port of its own, which it prints. */
export interface ExampleService {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startExample({ python, folder, args, env }: Start): Promise<ExampleService> {
  const child = spawn(python, args, {
    cwd: `${CHECKOUT}examples/${folder}`,
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  let url = '';
  await eventually(() => {
    url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '';
    if (url === '' && child.exitCode === null) throw new Error(`${folder} does not listen yet: ${said}`);
  }, 120_000);
  if (url === '') throw new Error(`${folder} ended: ${said}`);
  return { url, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
