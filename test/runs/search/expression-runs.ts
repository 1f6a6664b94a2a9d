import type { AppUnderTest } from '../../support/service/app-under-test.js';
import { RunClient } from '../run-client.js';
import type { KnownRun } from './expression-oracle.js';

const KNOWN = `{ runs(first: 1000) { nodes {
  id name experiment { name } type status owner createdBy startedAt endedAt code { commit } tags { key value } parameters { name value }
  metrics { name last first min max best } inputs { node { label } } outputs { node { label } }
} } }`;

const VALUES = [0.5, -1, 'NaN', 1, 'Infinity', 0.25, 0, '-Infinity'];
const TEXTS = ['1', '10', '9', 'ä', '0.5', 'x'];

/** Makes runs that an oracle of filters can tell apart, and tells them, newest first. */
export async function makeRuns(app: AppUnderTest): Promise<readonly KnownRun[]> {
  for (const digest of ['sha256:a', 'sha256:b']) {
    await app.graphql(
      `mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created } }`,
      { input: { dataset: 'flights', digest, location: 's3://x/y', columns: [{ name: 'x', type: 'INT64' }] } },
    );
  }
  for (let index = 0; index < 36; index++) await makeRun(app, index);
  await app.graphql(
    `mutation { a: defineMetric(input: { name: "a", goal: MAX }) { metric { name } } b: defineMetric(input: { name: "b", goal: MIN }) { metric { name } } }`,
  );
  return (await app.graphql<{ runs: { nodes: KnownRun[] } }>(KNOWN)).runs.nodes;
}

/** Values repeat and are missing here and there. */
async function makeRun(app: AppUnderTest, index: number): Promise<void> {
  const runs = new RunClient(app, { user: index % 2 === 0 ? 'ada' : 'bob' });
  const run = await runs.start({
    experiment: `exp-${index % 4}`,
    type: ['INGEST', 'TRAINING', 'EVALUATION'][index % 3],
    name: `run-${(index * 7) % 10}`,
    status: index % 5 === 0 ? 'PENDING' : 'RUNNING',
    ...(index % 3 === 0 && { owner: 'team-a' }),
    ...(index % 5 !== 0 && { startedAt: `2026-01-0${1 + (index % 4)}T00:00:00Z` }),
    ...(index % 4 !== 0 && { code: { repository: 'https://x', commit: `abc${index % 3}` } }),
    tags: [
      ...(index % 2 === 0 ? [{ key: 'k', value: `${index % 3}` }] : []),
      ...(index % 3 === 1 ? [{ key: "it's", value: TEXTS[index % 6] ?? '' }] : []),
    ],
    parameters: ['p', 'q']
      .filter((_, bit) => (index >> bit) % 2 === 0)
      .map((name) => ({ name, value: TEXTS[index % 6] })),
    inputs: index % 4 === 1 ? [{ ref: index % 8 === 1 ? 'flights@1' : 'flights@2' }] : [],
  });
  const names = ['a', 'b', 'c'].filter((_, bit) => (index + bit) % 3 !== 0);
  const metrics = names.flatMap((name, place) =>
    [0, 1].map((step) => ({ name, step, value: VALUES[(index * 3 + place + step * 5) % 8] })),
  );
  await runs.log(run, { metrics, outputs: index % 12 === 2 ? [{ ref: 'flights@2' }] : [] });
  if (index % 4 === 1 && index % 5 !== 0)
    await runs.finish(run, { status: 'FAILED', endedAt: `2026-01-0${3 + (index % 3)}T01:00:00Z` });
}
