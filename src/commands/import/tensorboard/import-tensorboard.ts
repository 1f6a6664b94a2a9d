import type { HeadwaterClient } from '@headwater/client';
import type { Progress } from '../../client/progress.js';
import { findRuns, type LoggedRun } from './find-runs.js';
import { LogReader } from './log-reader.js';
import { Report } from './report.js';
import { RunWriter } from './write-run.js';

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
  for await (const event of reader.read(run)) await writer.write(event);
  await writer.settle(reader.bytesRead);
  if (writer.ended === undefined && !(soFar && (await reader.unfinished(run)) !== undefined)) await writer.finish();
  if (writer.ended !== undefined && reader.bytesRead > writer.ended.bytes)
    report.skip(`a run that has ended here and has grown since: ${run.name}`);
}
