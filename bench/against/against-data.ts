import { graphql } from '../support/graphql.js';

/** Entity keys 1 to this have rows. */
export const KEYS = 20_000;
/** Fifty features, read. */
export const READ_SET = 'against_read';
/** Ten features, written over and over. */
export const WRITE_SET = 'against_write';
const CHAIN = 10;
const ROWS_AT_ONCE = 5_000;

const DEFINE_ENTITY = `mutation ($input: DefineEntityInput!) { defineEntity(input: $input) { entity { id } } }`;
const PUBLISH = `mutation ($input: PublishFeatureSetInput!) { publishFeatureSet(input: $input) { created } }`;
const REGISTER = `mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created } }`;
const START_RUN = `mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }`;

/** Fills a service through its public API, so that any commit can be filled alike. Gives the id of a run. */
export async function fillService(url: string): Promise<string> {
  await graphql(url, DEFINE_ENTITY, {
    input: { name: 'against_user', joinKeys: [{ name: 'user_id', type: 'INT64' }] },
  });
  await publish(url, READ_SET, 50);
  await publish(url, WRITE_SET, 10);
  for (let first = 1; first <= KEYS; first += ROWS_AT_ONCE) await ingest(url, first);
  for (let link = 0; link < CHAIN; link++) await graphql(url, REGISTER, { input: datasetVersion(link) });
  const { startRun } = await graphql<{ startRun: { run: { id: string } } }>(url, START_RUN, {
    input: { type: 'TRAINING', name: 'against' },
  });
  return startRun.run.id;
}

async function publish(url: string, name: string, count: number): Promise<void> {
  const features = Array.from({ length: count }, (_, index) => ({ name: `f${index + 1}`, type: 'FLOAT64' }));
  await graphql(url, PUBLISH, { input: { name, entity: 'against_user', features } });
}

async function ingest(url: string, first: number): Promise<void> {
  const header = ['user_id', ...Array.from({ length: 50 }, (_, index) => `f${index + 1}`), 'event_time'];
  const line = (key: number) => [
    key,
    ...header.slice(1, -1).map((_, index) => key / (index + 3)),
    '2026-11-24T00:00:00Z',
  ];
  const lines = Array.from({ length: ROWS_AT_ONCE }, (_, index) => line(first + index).join(','));
  const answer = await fetch(`${url}/v1/feature-sets/${READ_SET}/rows`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body: [header.join(','), ...lines, ''].join('\n'),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
}

function datasetVersion(link: number): object {
  return {
    dataset: `chain_${link}`,
    digest: `sha256:chain-${link}`,
    location: `s3://against/chain_${link}.parquet`,
    columns: [{ name: 'value', type: 'FLOAT64' }],
    derivedFrom: link === 0 ? [] : [`chain_${link - 1}@1`],
  };
}
