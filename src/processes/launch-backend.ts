import { join } from 'node:path';
import type { Logger } from '../platform/telemetry/logger.js';
import type { Role } from '../settings/roles.js';
import { temporaryDirectory } from '../tables/temporary-directory.js';
import { BackendProcess } from './backend-process.js';
import { letGarbageWait } from './let-garbage-wait.js';

/** The second process, which loads its code until it is told what to serve. */
export interface LaunchedBackend {
  readonly process: BackendProcess;
  readonly roles: readonly Role[];
  readonly socketPath: string;
  stop(): Promise<void>;
}

/** Starts the second process, and makes a place for the socket between the two. From then on, this one passes on what the other answers. */
export async function launchBackend(roles: readonly Role[], logger: Logger): Promise<LaunchedBackend> {
  letGarbageWait();
  const directory = await temporaryDirectory({ forSockets: true });
  const socketPath = join(directory.path, 'api');
  const child = new BackendProcess(socketPath, logger);
  child.launch();
  return {
    process: child,
    roles,
    socketPath,
    async stop() {
      await child.stop();
      await directory.remove();
    },
  };
}
