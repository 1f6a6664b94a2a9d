import { createHash } from 'node:crypto';
import type { HeadwaterClient } from '@headwater/client';
import { graphql } from '@headwater/client/documents';
import pLimit from 'p-limit';
import type { Progress } from '../client/progress.js';
import { Report } from '../import/reading/report.js';
import { saidOtherwise } from './otherwise.js';
import { readSheet, type SheetRow } from './read-sheet.js';

const AT_ONCE = 4;
/** Rows that are under way or waiting. */
const WINDOW = 100;

const FIND = graphql(`query ($id: ID!) { run(id: $id) { id } }`);
const START = graphql(`mutation ($input: StartRunInput!) { startRun(input: $input) { created run { id status } } }`);
const LOG = graphql(`mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }`);
const FINISH = graphql(`mutation ($input: FinishRunInput!) { finishRun(input: $input) { run { id } } }`);

export interface SheetImport {
  readonly dryRun: boolean;
  readonly progress: Progress;
  /** Is told what a row says otherwise than its run, which is there already. */
  readonly report?: Report;
}

export interface ImportCounts {
  rows: number;
  made: number;
  known: number;
}

/**
 * Makes a run of each row of a sheet, all of which is read first: a row that is wrong refuses the sheet. A row is known by its `id` where this service has
 * that run, else by its `key`, else by its id or all that it says; so a sheet may be sent again, also where it broke off.
 */
export async function importRuns(
  client: HeadwaterClient,
  file: string,
  { dryRun, progress, report = new Report() }: SheetImport,
): Promise<ImportCounts> {
  const counts: ImportCounts = { rows: 0, made: 0, known: 0 };
  for await (const _ of readSheet(file)) counts.rows++;
  if (dryRun) return counts;
  const limit = pLimit(AT_ONCE);
  const open = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;
  let done = 0;
  for await (const row of readSheet(file)) {
    // One begins after the other, so that their order is that of the sheet; what they hold is written side by side.
    const begun = await naming(row, startOf(client, row));
    const work = limit(async () => {
      if (begun.isOpen) await naming(row, fill(client, row, begun.id));
      else {
        const why = await naming(row, saidOtherwise(client, begun.id, row));
        if (why !== undefined) report.note(`Line ${row.line}`, why);
      }
      counts[begun.created ? 'made' : 'known']++;
      progress.show('Writing runs', ++done, counts.rows);
    });
    // None of them rejects: whoever waits for a few would not hear of those that failed before.
    const ended: Promise<void> = work
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => open.delete(ended));
    open.add(ended);
    if (open.size >= WINDOW) await Promise.race(open);
    if (failure !== undefined) break;
  }
  await Promise.all(open);
  if (failure !== undefined) throw failure.error;
  return counts;
}

/** The error of a row says which it is. */
function naming<T>({ line }: SheetRow, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (error instanceof Error) error.message = `Line ${line}: ${error.message}`;
    throw error;
  });
}

interface BegunRun {
  readonly id: string;
  readonly created: boolean;
  /** False where it is there whole. */
  readonly isOpen: boolean;
}

/** The run of a row. What broke off before its end goes on. */
async function startOf(client: HeadwaterClient, row: SheetRow): Promise<BegunRun> {
  const { id } = row.facts;
  if (id?.startsWith('run_') === true && (await client.graphql(FIND, { id })).run !== null)
    return { id, created: false, isOpen: false };
  const { startRun } = await client.graphql(START, { input: startInput(row) });
  const { id: begun, status } = startRun.run;
  const { created } = startRun;
  return { id: begun, created, isOpen: created || status === 'PENDING' || status === 'RUNNING' };
}

async function fill(client: HeadwaterClient, { facts, groups }: SheetRow, run: string): Promise<void> {
  const metrics = Object.entries(groups['metric.']).map(([name, text]) => ({
    name,
    // What JSON has no number for travels as the text that stands there.
    value: (Number.isFinite(Number(text)) ? Number(text) : text) as number,
    time: facts.ended_at ?? facts.started_at ?? null,
  }));
  const parameters = Object.entries(groups['param.']).map(([name, value]) => ({ name, value }));
  if (metrics.length + parameters.length > 0) await client.graphql(LOG, { input: { run, parameters, metrics } });
  const status = facts.status ?? 'SUCCEEDED';
  if (status !== 'SUCCEEDED' && status !== 'FAILED' && status !== 'CANCELLED') return;
  const input = { run, status, message: facts.message ?? null, endedAt: facts.ended_at ?? null } as const;
  await client.graphql(FINISH, { input });
}

function startInput({ facts, groups }: SheetRow) {
  const wanted = facts.status ?? 'SUCCEEDED';
  return {
    key: facts.key ?? keyOf({ facts, groups }),
    experiment: facts.experiment ?? null,
    name: facts.name ?? null,
    type: (facts.type ?? 'TRAINING') as 'TRAINING',
    // What was lost is told so again, once nobody reports of it.
    status: (wanted === 'PENDING' ? 'PENDING' : 'RUNNING') as 'RUNNING',
    startedAt: facts.started_at ?? null,
    lostAfterSeconds: wanted === 'RUNNING' || wanted === 'PENDING' ? 0 : null,
    owner: facts.owner ?? null,
    description: facts.description ?? null,
    tags: Object.entries(groups['tag.']).map(([key, value]) => ({ key, value })),
    code:
      facts['code.repository'] === undefined
        ? null
        : {
            repository: facts['code.repository'],
            commit: facts['code.commit'] ?? null,
            entryPoint: facts['code.entry_point'] ?? null,
          },
  };
}

function keyOf({ facts, groups }: Pick<SheetRow, 'facts' | 'groups'>): string {
  if (facts.id !== undefined) return `csv:${facts.id}`;
  return `csv:${createHash('sha256')
    .update(JSON.stringify([facts, groups]))
    .digest('hex')}`;
}
