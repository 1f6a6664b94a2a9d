import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadwaterClient } from '@headwater/client';
import { type DemoOptions, loadDemo } from '../../../src/demo/load-demo.js';
import type { AppUnderTest } from '../service/app-under-test.js';

interface Loading {
  /** What the demo is given instead of a client. */
  readonly through?: (client: HeadwaterClient) => HeadwaterClient;
  /** What is made of all flights, where they have been read already. */
  readonly rows?: DemoOptions['rows'];
}

/** Loads the demo's data into a service, as `headwater demo` does; gives what it said. */
export async function loadDemoData(
  app: Pick<AppUnderTest, 'listen'>,
  { through = (client) => client, rows }: Loading = {},
): Promise<string[]> {
  const artifactDirectory = await mkdtemp(join(tmpdir(), 'headwater-artifacts-'));
  const client = through(new HeadwaterClient({ url: await app.listen() }));
  const steps: string[] = [];
  try {
    await loadDemo({ client, artifactDirectory, progress: (step) => steps.push(step), rows });
    return steps;
  } finally {
    await rm(artifactDirectory, { recursive: true });
  }
}
