import type { IngestFiles } from '../ingest/ingest-files.js';
import { JobProcess } from '../support/job-process.js';

/** One piece of heavy work, by its name. */
export interface HeavyJob {
  readonly work: string;
  readonly url: string;
  readonly files: IngestFiles;
}

export type HeavyClient = JobProcess<HeavyJob, void>;

export function startHeavyClient(): HeavyClient {
  return new JobProcess(new URL('./heavy-process.js', import.meta.url));
}
