import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HeadwaterClient } from '@headwater/client';
import { loadDemo } from '../../src/demo/load-demo.js';

/** Loads the demo's data into a service, as `headwater demo` does. */
export async function loadDemoData({ headwater }: { readonly headwater: HeadwaterClient }): Promise<void> {
  const artifactDirectory = await mkdtemp(join(tmpdir(), 'headwater-artifacts-'));
  try {
    await loadDemo({ client: headwater, artifactDirectory, progress: () => undefined });
  } finally {
    await rm(artifactDirectory, { recursive: true });
  }
}
