import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDemo } from '../../src/demo/load-demo.js';
import type { GraphqlClient, Variables } from './graphql-client.js';

/** Loads the demo's data into a service, as `headwater demo` does. */
export async function loadDemoData(app: GraphqlClient): Promise<void> {
  const artifactDirectory = await mkdtemp(join(tmpdir(), 'headwater-artifacts-'));
  try {
    await loadDemo({
      send: <Data>(query: string, variables?: Record<string, unknown>) =>
        app.graphql<Data>(query, variables as Variables),
      artifactDirectory,
      progress: () => undefined,
    });
  } finally {
    await rm(artifactDirectory, { recursive: true });
  }
}
