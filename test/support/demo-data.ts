import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadwaterClient } from '@headwater/client';
import { loadDemo } from '../../src/demo/load-demo.js';
import type { AppUnderTest } from './app-under-test.js';

/** Loads the demo's data into a service, as `headwater demo` does; gives what it said. */
export async function loadDemoData(
  app: Pick<AppUnderTest, 'listen'>,
  through = (client: HeadwaterClient): HeadwaterClient => client,
): Promise<string[]> {
  const artifactDirectory = await mkdtemp(join(tmpdir(), 'headwater-artifacts-'));
  const client = through(new HeadwaterClient({ url: await app.listen() }));
  const steps: string[] = [];
  try {
    await loadDemo({ client, artifactDirectory, progress: (step) => steps.push(step) });
    return steps;
  } finally {
    await rm(artifactDirectory, { recursive: true });
  }
}
