import type { Service } from '../service.js';

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Until the service is up, a signal ends the process by way of its exit handlers, which stop the embedded PostgreSQL; left to itself it would
 * end without them. Call what it gives once runUntilSignal is to take over.
 */
export function exitOnSignal(): () => void {
  const handlers = Object.entries(EXIT_CODES).map(([name, code]) => ({ name, exit: () => process.exit(code) }));
  for (const { name, exit } of handlers) process.once(name, exit);
  return () => {
    for (const { name, exit } of handlers) process.off(name, exit);
  };
}

/** Keeps the process up until SIGINT or SIGTERM, then drains; a second signal ends it at once. */
export async function runUntilSignal(service: Service): Promise<void> {
  const signal = await new Promise<string>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve(name));
  });
  process.stdout.write(`\n${signal}: finishing what is under way (again to stop at once)\n`);
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(130));
  await service.close();
}
