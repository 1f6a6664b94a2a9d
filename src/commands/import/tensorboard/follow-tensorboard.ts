import { setTimeout as sleep } from 'node:timers/promises';
import type { HeadwaterClient } from '@headwater/client';
import { Absence, isAway } from './absence.js';
import { findRuns, type LoggedRun } from './find-runs.js';
import { LogReader } from './log-reader.js';
import { Report } from './report.js';
import { RunWriter } from './write-run.js';

/** Milliseconds between two looks at files that are followed. */
const LOOK_EVERY = 2_000;
/** Events after which it is made sure that all before are written, so that no more are sent again where the service goes away. */
const KEEP_EVERY = 100_000;

export interface FollowOptions {
  readonly experiment: string;
  readonly onLook: (report: Report) => void;
  /** Is told when the service is away, and when it is back. */
  readonly say: (words: string) => void;
  readonly signal: AbortSignal;
  /** Milliseconds before the first try of a service that is away. */
  readonly firstWaitMs?: number;
}

export interface Followed {
  readonly report: Report;
  /** Since when the service was away, where it still was at the end. */
  readonly awaySince: Date | undefined;
}

/** Follows a log directory until the signal aborts: what is written there is in Headwater some seconds later, or once the service is back. */
export async function followTensorboard(
  client: HeadwaterClient,
  directory: string,
  { experiment, onLook, say, signal, firstWaitMs }: FollowOptions,
): Promise<Followed> {
  const report = new Report();
  const absence = new Absence(say, firstWaitMs);
  const followed = new Map<string, FollowedRun>();
  while (!signal.aborted) {
    try {
      for (const run of await findRuns(directory)) {
        const one = followed.get(run.name) ?? new FollowedRun(client, experiment, report);
        followed.set(run.name, one);
        await one.look(run, () => absence.isOver());
        if (signal.aborted) break;
      }
      onLook(report);
      await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
    } catch (error) {
      if (!isAway(error)) throw error;
      await absence.wait(error, signal);
    }
  }
  return { report, awaySince: absence.began };
}

/** A run whose files grow. */
class FollowedRun {
  private readonly reader = new LogReader();
  private writer: RunWriter | undefined;
  /** What was read since it was last made sure that all is written. */
  private seen = new Report();

  constructor(
    private readonly client: HeadwaterClient,
    private readonly experiment: string,
    private readonly report: Report,
  ) {}

  /** Writes what has come since the last look. Where that fails, the next one begins again behind what is known to be written. */
  async look(run: LoggedRun, onWritten: () => void): Promise<void> {
    const { client, experiment, reader } = this;
    let events = 0;
    try {
      for await (const event of reader.read(run)) {
        const beginning = { experiment, report: this.seen, began: event.wallTime, lives: true };
        this.writer ??= await RunWriter.begin(client, run, beginning);
        await this.writer.write(event);
        if (++events % KEEP_EVERY === 0) await this.keep();
      }
      if (events === 0) return;
      await this.keep();
      onWritten();
    } catch (error) {
      reader.goBack();
      this.writer = undefined;
      const { made } = this.seen;
      this.seen = new Report();
      this.seen.made.push(...made);
      throw error;
    }
  }

  private async keep(): Promise<void> {
    await this.writer?.settle(this.reader.bytesRead);
    this.reader.keep();
    this.report.add(this.seen);
    this.seen = new Report();
    this.writer?.tell(this.seen);
  }
}
