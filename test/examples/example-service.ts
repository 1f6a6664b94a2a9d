import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from '../support/eventually.js';

/** A service that an example starts on a port of its own, which it prints. */
export interface ExampleService {
  readonly url: string;
  stop(): Promise<void>;
}

/** Waits until it says where it listens. */
export async function whenItListens(child: ChildProcess, name: string): Promise<ExampleService> {
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  let url = '';
  await eventually(() => {
    url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '';
    if (url === '' && child.exitCode === null) throw new Error(`${name} does not listen yet: ${said}`);
  }, 120_000);
  if (url === '') throw new Error(`${name} ended: ${said}`);
  return { url, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
