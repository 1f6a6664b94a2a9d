import type { Service } from '../service.js';

/** Keeps the process up until SIGINT or SIGTERM, then drains; a second signal ends it at once. */
export async function runUntilSignal(service: Service): Promise<void> {
  const signal = await new Promise<string>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => resolve(name));
  });
  process.stdout.write(`\n${signal}: finishing what is under way (again to stop at once)\n`);
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(130));
  await service.close();
}
