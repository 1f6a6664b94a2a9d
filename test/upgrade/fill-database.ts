import { setTimeout as sleep } from 'node:timers/promises';
import { fillDatasets, fillRuns } from './fill-catalog.js';
import { fillFeatures, UPLOAD } from './fill-features.js';
import { fillModels, fillStewardship, fillTrainingSets } from './fill-models.js';
import type { Headers, ServiceClient } from './service-client.js';

/** What only the filling knows: moments between the writes, by which one asks for what was true then, and the ingest's upload. */
export interface Filled {
  readonly moments: readonly string[];
  readonly ingest: string;
  readonly upload: { readonly path: string; readonly headers: Headers; readonly body: string };
}

/** Makes something of everything that a service can keep, through its API alone. */
export async function fillDatabase(service: ServiceClient): Promise<Filled> {
  const moments: string[] = [];
  const moment = async () => {
    await sleep(30);
    moments.push(new Date().toISOString());
    await sleep(30);
  };
  await fillDatasets(service);
  const run = await fillRuns(service);
  await fillFeatures(service, moment);
  const { text } = await service.send('POST', UPLOAD.path, UPLOAD.headers, UPLOAD.body);
  await fillTrainingSets(service);
  await fillModels(service, run, moment);
  await fillStewardship(service, moment);
  return { moments, ingest: JSON.parse(text).ingest ?? JSON.parse(text).id, upload: UPLOAD };
}
