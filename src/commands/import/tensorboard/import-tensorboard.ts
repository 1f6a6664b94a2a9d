import { setTimeout as sleep } from 'node:timers/promises';
import type { HeadwaterClient } from '@headwater/client';
import type { Progress } from '../../client/progress.js';
import { findRuns, type LoggedRun } from './find-runs.js';
import { LogReader } from './log-reader.js';
import { Report } from './report.js';
import { RunWriter } from './write-run.js';

/** Milliseconds between two looks at files that are followed. */
const LOOK_EVERY = 2_000;

export interface TensorboardOptions {
  readonly experiment: string;
  /** Takes files that end in the middle of a record, up to there, and leaves their runs open. */
  readonly soFar: boolean;
  readonly dryRun: boolean;
  readonly progress: Progress;
}

/**
 * Makes a run of each run below a log directory. All files are read once before anything is written, so that a damaged one leaves nothing half-written; sent
 * again, it changes nothing.
 */
export async function importTensorboard(
  client: HeadwaterClient,
  directory: string,
  { experiment, soFar, dryRun, progress }: TensorboardOptions,
): Promise<Report> {
  const runs = await findRuns(directory);
  if (runs.length === 0) throw new Error(`Below ${directory} is no file whose name contains "tfevents".`);
  const seen = new Report();
  const began = new Map<LoggedRun, number>();
  for (const [index, run] of runs.entries()) {
    progress.show('Reading', index, runs.length);
    const { problem, earliest } = await check(run, seen);
    began.set(run, earliest);
    if (problem !== undefined && !soFar)
      throw new Error(
        `${problem} Nothing was written. Where it is still being written, use --follow, or --so-far for what is there.`,
      );
  }
  if (dryRun) return seen;
  const report = new Report();
  for (const [index, run] of runs.entries()) {
    progress.show('Writing', index, runs.length);
    await importRun(client, run, { experiment, report, soFar, began: began.get(run) });
  }
  return report;
}

/** Follows a log directory until the signal aborts: what is written there is in Headwater some seconds later. */
export async function followTensorboard(
  client: HeadwaterClient,
  directory: string,
  experiment: string,
  onLook: (report: Report) => void,
  signal: AbortSignal,
): Promise<Report> {
  const report = new Report();
  const followed = new Map<string, { readonly reader: LogReader; writer: RunWriter | undefined }>();
  while (!signal.aborted) {
    for (const run of await findRuns(directory)) {
      const one = followed.get(run.name) ?? { reader: new LogReader(), writer: undefined };
      followed.set(run.name, one);
      const before = one.reader.bytesRead;
      for await (const event of one.reader.read(run)) {
        one.writer ??= await RunWriter.begin(client, run, { experiment, report, began: event.wallTime, lives: true });
        if (one.writer.ended === undefined) await one.writer.write(event);
      }
      if (one.reader.bytesRead > before && one.writer?.ended === undefined)
        await one.writer?.settle(one.reader.bytesRead);
    }
    onLook(report);
    await sleep(LOOK_EVERY, undefined, { signal }).catch(() => undefined);
  }
  return report;
}

interface Checked {
  /** Where one of its files ends too soon. */
  readonly problem: string | undefined;
  /** When its first event was, in seconds since 1970: that of a file says when the file was begun, which may be later. */
  readonly earliest: number;
}

/** Reads a run without writing it. */
async function check(run: LoggedRun, seen: Report): Promise<Checked> {
  const reader = new LogReader();
  let earliest = Number.POSITIVE_INFINITY;
  seen.made.push(run.name);
  for await (const { values, wallTime } of reader.read(run)) {
    earliest = Math.min(earliest, wallTime);
    for (const value of values) {
      if (value.kind === 'scalar') seen.points++;
      else if (value.kind === 'image') seen.images++;
      else if (value.kind === 'parameters') seen.parameters += value.values.size;
      else if (value.kind === 'other')
        seen.skip(`what the plugin ${value.plugin} shows, for which Headwater has no word`);
    }
  }
  return { problem: await reader.unfinished(run), earliest };
}

interface RunImport {
  readonly experiment: string;
  readonly report: Report;
  readonly soFar: boolean;
  readonly began: number | undefined;
}

async function importRun(
  client: HeadwaterClient,
  run: LoggedRun,
  { experiment, report, soFar, began }: RunImport,
): Promise<void> {
  const reader = new LogReader();
  const writer = await RunWriter.begin(client, run, { experiment, report, began, lives: false });
  if (writer.ended !== undefined) {
    for await (const _ of reader.read(run));
    if (reader.bytesRead > writer.ended.bytes)
      report.skip(`a run that has ended here and has grown since: ${run.name}`);
    return;
  }
  for await (const event of reader.read(run)) await writer.write(event);
  await writer.settle(reader.bytesRead);
  if (soFar && (await reader.unfinished(run)) !== undefined) return;
  await writer.finish();
}
