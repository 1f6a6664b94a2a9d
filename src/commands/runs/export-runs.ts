import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { HeadwaterClient } from '@headwater/client';
import { graphql, type ResultOf } from '@headwater/client/documents';
import { stringify } from 'csv-stringify';
import type { Progress } from '../client/progress.js';
import { GROUPS, type Group, RUN_COLUMNS, type RunRow, writeCell } from './sheet.js';

const PAGE = 100;

const RUNS = graphql(`query ($experiment: Ref, $first: Int!, $after: String) {
  runs(filter: { experiment: $experiment }, orderBy: [{ by: CREATED, direction: ASC }], first: $first, after: $after) {
    nodes {
      id key name type status startedAt endedAt message owner description
      experiment { name } code { repository commit entryPoint }
      parameters { name value } metrics(system: true) { name value } tags { key value }
    }
    pageInfo { hasNextPage endCursor }
  }
}`);
type ExportedRun = ResultOf<typeof RUNS>['runs']['nodes'][number];

/**
 * Writes runs as CSV, oldest first, a column for each parameter, metric and tag that one of them has. Which there are is known once all have been read, so
 * they wait in a temporary file. Gives how many there were.
 */
export async function exportRuns(
  client: HeadwaterClient,
  experiment: string | undefined,
  target: Writable,
  progress: Progress | undefined,
): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'headwater-runs-'));
  try {
    const kept = join(directory, 'runs.ndjson');
    const names: Record<Group, Set<string>> = { 'param.': new Set(), 'metric.': new Set(), 'tag.': new Set() };
    let count = 0;
    const lines = async function* () {
      for await (const run of allRuns(client, experiment)) {
        const row = rowOf(run);
        for (const group of GROUPS) for (const name in row.groups[group]) names[group].add(name);
        if (++count % PAGE === 0) progress?.show(`Reading runs, ${count.toLocaleString('en')} so far`);
        yield `${JSON.stringify(row)}\n`;
      }
    };
    await pipeline(Readable.from(lines()), createWriteStream(kept));
    const columns = GROUPS.flatMap((group) => [...names[group]].sort().map((name) => ({ group, name })));
    const header = [...RUN_COLUMNS, ...columns.map(({ group, name }) => `${group}${name}`)];
    const cells = async function* () {
      for await (const line of createInterface({
        input: createReadStream(kept),
        crlfDelay: Number.POSITIVE_INFINITY,
      })) {
        const { facts, groups } = JSON.parse(line) as RunRow;
        yield [
          ...RUN_COLUMNS.map((column) => facts[column]),
          ...columns.map(({ group, name }) => own(groups[group], name)),
        ].map((text) => (text === undefined ? null : writeCell(text)));
      }
    };
    // An empty text is quoted, so that it differs from nothing.
    const cast = { string: (value: string) => (value === '' ? { value, quoted_empty: true } : value) };
    await pipeline(Readable.from(cells()), stringify({ header: true, columns: header, cast }), target, {
      end: target !== process.stdout,
    });
    return count;
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function* allRuns(client: HeadwaterClient, experiment: string | undefined): AsyncGenerator<ExportedRun> {
  for (let after: string | null | undefined; after !== null; ) {
    const { runs }: ResultOf<typeof RUNS> = await client.graphql(RUNS, {
      experiment: experiment ?? null,
      first: PAGE,
      after: after ?? null,
    });
    yield* runs.nodes;
    after = runs.pageInfo.hasNextPage ? runs.pageInfo.endCursor : null;
  }
}

function rowOf(run: ExportedRun): RunRow {
  const { code } = run;
  const facts = {
    id: run.id,
    key: run.key,
    experiment: run.experiment.name,
    name: run.name,
    type: run.type,
    status: run.status,
    started_at: run.startedAt,
    ended_at: run.endedAt,
    message: run.message,
    owner: run.owner,
    description: run.description,
    'code.repository': code?.repository,
    'code.commit': code?.commit,
    'code.entry_point': code?.entryPoint,
  };
  return {
    facts: Object.fromEntries(Object.entries(facts).filter(([, value]) => value != null)) as RunRow['facts'],
    groups: {
      'param.': byName(run.parameters),
      'metric.': byName(run.metrics.map(({ name, value }) => ({ name, value: String(value) }))),
      'tag.': byName(run.tags.map(({ key, value }) => ({ name: key, value }))),
    },
  };
}

function byName(
  entries: readonly { readonly name: string; readonly value: string }[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.map(({ name, value }) => [name, value]));
}

/** Names may be any, `__proto__` too. */
function own(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
