import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { IngestFiles } from '../ingest/ingest-files.js';
import { refOf } from '../lineage/graph-fixture.sql.js';
import { WIDE } from '../lineage/lineage-cases.js';
import { graphql } from '../support/graphql.js';
import { waitForJob } from './training-job.js';

/** What stands in the store for it. */
export const LOOKED_UP = { name: 'bench_wide', features: 50, keys: 100_000 };
export const WRITTEN = 'bench_written';
export const BULK = 'bench_bulk';
export const TRAINING = 'bench_isolation';
export const SPINE_ROWS = 200_000;

/** One piece of heavy work; done over and over while lookups are measured. */
export interface HeavyWork {
  readonly work: string;
  run(url: string): Promise<unknown>;
}

export function heavyWork(files: IngestFiles): HeavyWork[] {
  return [
    { work: 'lineage of 6,600 nodes', run: lineage },
    { work: 'runs(first: 1000) with all values', run: runs },
    { work: 'writeFeatures of 10,000 rows', run: write },
    { work: 'a lookup of 10,000 keys × 50', run: lookUpMany },
    { work: 'ingest of 1 M rows, CSV', run: (url) => ingest(url, files.csv, 'text/csv') },
    { work: 'ingest of 1 M rows, Parquet', run: (url) => ingest(url, files.parquet, 'application/vnd.apache.parquet') },
    { work: 'a training set of 200,000 rows', run: train },
    { work: 'its download, CSV', run: (url) => read(fetch(`${url}/v1/training-sets/${TRAINING}?format=csv`)) },
    { work: 'its download, Parquet', run: (url) => read(fetch(`${url}/v1/training-sets/${TRAINING}?format=parquet`)) },
  ];
}

function lineage(url: string): Promise<unknown> {
  const query = `query ($of: [Ref!]!) { lineage(of: $of, direction: UPSTREAM, depth: 100, limit: 10000) {
    nodes { depth node { id kind label name createdAt } } edges { from to kind } } }`;
  return graphql(url, query, { of: [refOf(WIDE, WIDE.layers, 1)] });
}

function runs(url: string): Promise<unknown> {
  const query = `{ runs(first: 1000) { nodes { id name status startedAt metrics { name value step time } parameters { name value } } } }`;
  return graphql(url, query);
}

let written = 0;

function write(url: string): Promise<unknown> {
  const event_time = new Date(Date.UTC(2026, 0, 1) + ++written * 1_000).toISOString();
  const rows = Array.from({ length: 10_000 }, (_, index) => ({ user_id: index, f1: written, event_time }));
  const input = { featureSet: WRITTEN, rows };
  return graphql(url, 'mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written } }', { input });
}

function lookUpMany(url: string): Promise<unknown> {
  const user_id = Array.from({ length: 10_000 }, (_, index) => index + 1);
  const body = JSON.stringify({ features: [`${LOOKED_UP.name}:*`], entities: { user_id } });
  return read(fetch(`${url}/v1/features`, { method: 'POST', headers: { 'content-type': 'application/json' }, body }));
}

function ingest(url: string, file: string, type: string): Promise<unknown> {
  return read(upload(`${url}/v1/feature-sets/${BULK}/rows`, Readable.toWeb(createReadStream(file)), type));
}

/** Makes a training set, and waits for it. */
export async function train(url: string): Promise<void> {
  const lines = Array.from(
    { length: SPINE_ROWS },
    (_, row) => `{"user_id":${1 + ((row * 7919) % 1_000_000)},"event_time":"2026-06-01T00:00:00Z"}\n`,
  );
  const path = `/v1/training-sets?name=${TRAINING}&features=${BULK}:*`;
  const answer = await read(upload(`${url}${path}`, lines.join(''), 'application/x-ndjson'));
  await waitForJob(url, (JSON.parse(answer) as { job: string }).job);
}

function upload(url: string, body: unknown, type: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': type },
    body: body as never,
    ...({ duplex: 'half' } as object),
  });
}

async function read(answer: Promise<Response>): Promise<string> {
  const response = await answer;
  let first = '';
  // A download is thrown away as it comes.
  for await (const chunk of response.body ?? [])
    if (first.length < 10_000) first += Buffer.from(chunk).toString('latin1');
  if (!response.ok) throw new Error(`The service answered ${response.status}: ${first.slice(0, 500)}`);
  return first;
}
