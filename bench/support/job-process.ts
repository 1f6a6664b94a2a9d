import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A process that does one job after the other, and stays, so that its code is as warm for the last as for the second. */
export class JobProcess<Job extends object, Result> {
  private readonly process: ChildProcess;

  constructor(program: URL) {
    this.process = fork(program);
  }

  /** Throws what the job has failed with. */
  async run(job: Job): Promise<Result> {
    this.process.send(job);
    const [{ result, error }] = (await once(this.process, 'message')) as [{ result?: Result; error?: string }];
    if (error !== undefined) throw new Error(`A process of the bench failed: ${error}`);
    return result as Result;
  }

  close(): void {
    this.process.disconnect();
  }
}

/** What such a process is: it answers each job with its result, or with what went wrong. */
export function answerJobs<Job, Result>(work: (job: Job) => Promise<Result>): void {
  process.on('message', (job: Job) => {
    work(job).then(
      (result) => process.send?.({ result }),
      (error: Error) => process.send?.({ error: error.message }),
    );
  });
}
