import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Requests to send at a rate that doesn't wait for answers, as many independent clients do. */
export interface OpenLoopJob {
  readonly url: string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly bodies: readonly string[];
}

/** Times from sending to the last byte of the answer, in milliseconds. */
export interface OpenLoopResult {
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
  readonly answers: number;
  readonly failures: number;
}

/** Runs one job after the other in a process that stays. */
export class OpenLoop {
  private readonly process: ChildProcess = fork(fileURLToPath(new URL('./open-loop-process.js', import.meta.url)));

  async run(job: OpenLoopJob): Promise<OpenLoopResult> {
    this.process.send(job);
    const [{ result, error }] = (await once(this.process, 'message')) as [{ result?: OpenLoopResult; error?: string }];
    if (result === undefined) throw new Error(`The load generator failed: ${error}`);
    return result;
  }

  close(): void {
    this.process.disconnect();
  }
}
