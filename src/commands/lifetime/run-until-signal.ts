import { constants } from 'node:os';
import type { Service } from '../../opening/open-service.js';

/** SIGHUP comes when the terminal is closed. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Until the service is up, a signal ends the process by way of its exit handlers, which stop the embedded PostgreSQL; left to itself it would
 * end without them. Call what it gives once runUntilSignal is to take over.
 */
export function exitOnSignal(): () => void {
  const handlers = ENDING.map((name) => ({ name, exit: () => process.exit(128 + constants.signals[name]) }));
  for (const { name, exit } of handlers) process.once(name, exit);
  return () => {
    for (const { name, exit } of handlers) process.off(name, exit);
  };
}

/** Keeps the process up until a signal ends it, then drains; a second signal ends it at once. */
export async function runUntilSignal(service: Service): Promise<void> {
  const signal = await new Promise<string>((resolve) => {
    for (const name of ENDING) process.once(name, () => resolve(name));
  });
  for (const name of ENDING) process.removeAllListeners(name);
  exitOnSignal();
  process.stdout.write(`\n${signal}: finishing what is under way (again to stop at once)\n`);
  await service.close();
}
