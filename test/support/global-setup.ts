import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

interface ProjectConfig {
  readonly rootDir: string;
}

/** Jest compiles this file on its own and maps none of its imports, so it has none and PostgreSQL's process has its own. */
export default async function globalSetup(_: unknown, { rootDir }: ProjectConfig): Promise<void> {
  const support = join(rootDir, 'test', 'support');
  const server = spawn(
    process.execPath,
    ['--import', join(support, 'register-typescript.js'), join(support, 'database-server.ts')],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const url = await Promise.race([firstLine(server), once(server, 'exit').then(() => undefined)]);
  if (url === undefined) throw new Error('The PostgreSQL of the tests did not start; the lines above say why.');
  process.env.HEADWATER_TEST_SERVER = url;
  Object.assign(globalThis, { headwaterTestServer: server });
}

async function firstLine(server: ChildProcess): Promise<string | undefined> {
  if (server.stdout === null) return undefined;
  for await (const line of createInterface({ input: server.stdout })) return line;
  return undefined;
}
