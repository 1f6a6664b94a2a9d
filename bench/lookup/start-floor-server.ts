import { fileURLToPath } from 'node:url';
import { type ChildService, startChildService } from '../support/child-service.js';

const FLOOR_SERVER = fileURLToPath(new URL('./floor-server.js', import.meta.url));

/** Starts the floor server in a process of its own; `routes` says which tables each path reads. */
export function startFloorServer(
  databaseUrl: string,
  routes: Readonly<Record<string, readonly string[]>>,
): Promise<ChildService> {
  return startChildService([...process.execArgv, FLOOR_SERVER, databaseUrl, JSON.stringify(routes)]);
}
