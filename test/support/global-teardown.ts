import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Ends what globalSetup started: the same process runs both. */
export default async function globalTeardown(): Promise<void> {
  const { headwaterTestServer: server } = globalThis as { headwaterTestServer?: ChildProcess };
  if (server === undefined || server.exitCode !== null) return;
  const exited = once(server, 'exit');
  server.stdin?.end();
  await exited;
}
