import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LoadJob, LoadResult } from './load-job.js';

/** Sends requests from a process of its own, which stays so that its code is as warm for the last job as for the second. */
export class LoadGenerator {
  private readonly process: ChildProcess = fork(fileURLToPath(new URL('./load-process.js', import.meta.url)));

  /** Runs one job at a time. Throws when any answer was not 2xx. */
  async run(job: LoadJob): Promise<LoadResult> {
    this.process.send(job);
    const [{ result, error }] = (await once(this.process, 'message')) as [{ result?: LoadResult; error?: string }];
    if (result === undefined) throw new Error(`The load generator failed: ${error}`);
    if (result.failures > 0) throw new Error(`${result.failures} requests to ${job.url} failed`);
    return result;
  }

  close(): void {
    this.process.disconnect();
  }
}
