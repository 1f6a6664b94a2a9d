import { JobProcess } from '../job-process.js';
import type { LoadJob, LoadResult } from './load-job.js';

/** Sends requests from a process of its own. */
export class LoadGenerator {
  private readonly process = new JobProcess<LoadJob, LoadResult>(new URL('./load-process.js', import.meta.url));

  /** Runs one job at a time. Throws when any answer was not 2xx. */
  async run(job: LoadJob): Promise<LoadResult> {
    const result = await this.process.run(job);
    if (result.failures > 0) throw new Error(`${result.failures} requests to ${job.url} failed`);
    return result;
  }

  close(): void {
    this.process.close();
  }
}
