import { translateDatabaseError } from '../database/connections/database-errors.js';
import type { Database } from '../database/database.js';
import { HeadwaterError } from '../errors.js';
import type { Logger } from '../telemetry/logger.js';
import { beginJob, endJob, interruptJob, type Job, reportProgress, selectOpenJobs, tryLockJob } from './job.sql.js';
import { JobStatus } from './job-status.js';

/** What a job is given to work with. */
export interface JobContext {
  /** Says how far it has come. Throws where it is to stop: cancelled, or the service is going down. */
  progress(step: string, done: number, total: number): Promise<void>;
}

/** How jobs of one kind are done. A job may begin anew at any moment of an earlier attempt. */
export interface JobHandler {
  readonly kind: string;
  /** Does the work; it ends the job itself, with endJob, in the transaction of its last change. */
  run(job: Job, context: JobContext): Promise<void>;
  /** Removes what a failed or cancelled job has left. */
  discard(job: Job): Promise<void>;
}

const SWEEP_MS = 2_000;
const MAX_ATTEMPTS = 5;

class JobCancelled extends Error {}
class ServiceStopping extends Error {}

/**
 * Does jobs one after the other, each under an advisory lock of its own connection: when the process dies the lock goes with it, and whoever
 * sees the job next resumes it at once. The queues that the field uses (pg-boss, graphile-worker) need a newer Node, and find a dead worker
 * by waiting for a timeout.
 */
export class JobRunner {
  private handlers: ReadonlyMap<string, JobHandler> | undefined;
  private stopping = false;
  private asked = false;
  private timer: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  /** Begins to look for the jobs of these handlers. Until then they are left to other processes. */
  start(handlers: readonly JobHandler[]): void {
    this.handlers = new Map(handlers.map((handler) => [handler.kind, handler]));
    this.wake();
  }

  /** Looks for jobs now, because one was just added. */
  wake(): void {
    clearTimeout(this.timer);
    if (this.stopping || this.handlers === undefined) return;
    this.asked = true;
    this.sweeping ??= this.sweep().finally(() => {
      this.sweeping = undefined;
      if (this.stopping) return;
      // A job that was added after the last look.
      if (this.asked) return this.wake();
      this.timer = setTimeout(() => this.wake(), SWEEP_MS);
      this.timer.unref();
    });
  }

  /** Waits until the job under way has come to a point where it can be resumed. */
  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.timer);
    await this.sweeping;
  }

  private async sweep(): Promise<void> {
    try {
      this.asked = false;
      for (let ids = await this.openJobs(); ids.length > 0 && !this.stopping; ids = await this.openJobs()) {
        let ran = false;
        for (const id of ids) if (!this.stopping) ran = (await this.tryToRun(id)) || ran;
        if (!ran) return;
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'cannot look for jobs; trying again');
    }
  }

  private openJobs(): Promise<string[]> {
    return selectOpenJobs(this.database, [...(this.handlers?.keys() ?? [])]);
  }

  /** What can't be done now, or not be ended, is tried again at the next look; the others don't wait for it. */
  private async tryToRun(id: string): Promise<boolean> {
    try {
      return await this.runIfFree(id);
    } catch (error) {
      this.logger.warn({ err: error, job: id }, 'a job broke off; trying again');
      return false;
    }
  }

  private runIfFree(id: string): Promise<boolean> {
    return this.database.withSession(async (session) => {
      if (!(await tryLockJob(session, id))) return false;
      const job = await beginJob(session, id);
      if (job !== undefined) await this.run(job);
      return job !== undefined;
    });
  }

  private async run(job: Job): Promise<void> {
    const handler = this.handlers?.get(job.kind);
    if (handler === undefined) throw new Error(`no handler for jobs of the kind ${job.kind}`);
    try {
      if (job.attempts > MAX_ATTEMPTS)
        throw new HeadwaterError('INTERNAL', `The service ended ${MAX_ATTEMPTS} times while doing it.`);
      await handler.run(job, { progress: (step, done, total) => this.progress(job, step, done, total) });
    } catch (error) {
      if (error instanceof ServiceStopping) return interruptJob(this.database, job.id);
      // The database went away; the next sweep resumes the job.
      if (translateDatabaseError(error)?.code === 'UNAVAILABLE' && job.attempts < MAX_ATTEMPTS) throw error;
      const end = error instanceof JobCancelled ? { status: JobStatus.CANCELLED } : this.failure(job, error as Error);
      await handler.discard(job);
      await endJob(this.database, job.id, end);
    }
  }

  private async progress(job: Job, step: string, done: number, total: number): Promise<void> {
    if (this.stopping) throw new ServiceStopping();
    const { cancelled } = await reportProgress(this.database, job.id, step, done, total);
    if (cancelled) throw new JobCancelled();
  }

  private failure(job: Job, error: Error): { status: JobStatus; error: string } {
    const known = error instanceof HeadwaterError ? error : translateDatabaseError(error);
    if (known !== undefined) return { status: JobStatus.FAILED, error: known.message };
    this.logger.error({ err: error, job: job.id }, 'a job failed');
    return {
      status: JobStatus.FAILED,
      error: `Something went wrong in Headwater itself; the log has the cause of job ${job.id}.`,
    };
  }
}
