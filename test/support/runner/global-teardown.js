import { once } from 'node:events';

/** Ends what globalSetup started: the same process runs both. */
export default async function globalTeardown() {
  const server = globalThis.headwaterTestServer;
  if (server === undefined || server.exitCode !== null) return;
  const exited = once(server, 'exit');
  server.stdin.end();
  await exited;
}
