import { JobProcess } from '../support/job-process.js';

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

export type OpenLoop = JobProcess<OpenLoopJob, OpenLoopResult>;

export function startOpenLoop(): OpenLoop {
  return new JobProcess(new URL('./open-loop-process.js', import.meta.url));
}
