import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.js';
import { BackendProcess } from '../../src/processes/backend-process.js';
import { temporaryDirectory } from '../../src/tables/temporary-directory.js';
import { capturedLog } from '../support/captured-log.js';

const node = process.execPath;
let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

beforeAll(async () => {
  directory = await temporaryDirectory({ forSockets: true });
  // As where the machine has no processes left.
  process.execPath = '/nowhere/node';
});

afterAll(async () => {
  process.execPath = node;
  await directory.remove();
});

it('a backend that is stopped before it is known that it cannot be started ends, and nothing beside it', async () => {
  const { logger, lines } = capturedLog('error');
  const backend = new BackendProcess(join(directory.path, 'api'), logger);
  backend.launch();
  const stopped = backend.stop();

  (Reflect.get(backend, 'child') as ChildProcess).emit('error', new Error('write EPIPE'));

  await stopped;
  expect(lines.map(({ msg }) => msg)).toContain('the backend cannot be reached');
});

it('a backend that cannot be started fails whoever waits for it, and nothing else', async () => {
  const { logger, lines } = capturedLog('error');
  const backend = new BackendProcess(join(directory.path, 'api'), logger);

  await expect(backend.serve(readConfig({}), false)).rejects.toThrow('spawn /nowhere/node ENOENT');

  expect(lines.map(({ msg }) => msg)).toContain('the backend cannot be reached');
  await backend.stop();
});
