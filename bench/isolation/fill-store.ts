import { drawLayers } from '../lineage/graph-fixture.sql.js';
import { WIDE } from '../lineage/lineage-cases.js';
import { type FilledFeatureSet, fillFeatureSet, publishFeatureSet } from '../lookup/feature-store.js';
import type { BenchService } from '../support/bench-service.js';
import { graphql } from '../support/graphql.js';
import { BULK, LOOKED_UP, WRITTEN } from './heavy-work.js';

const RUNS = 1_000;
const AT_ONCE = 20;
const VALUES = 20;

/** What the heavy work works on, unless an earlier run has made it. Gives what is looked up. */
export async function fillStore(service: BenchService): Promise<FilledFeatureSet> {
  const lookedUp = await fillFeatureSet(service, LOOKED_UP.name, LOOKED_UP.features, LOOKED_UP.keys);
  await publishFeatureSet(service, WRITTEN, 1);
  await publishFeatureSet(service, BULK, 10);
  await drawLayers(service.sql, WIDE);
  const { rows } = await service.sql.query(`select 1 from node where kind = 'RUN' limit 1 offset ${RUNS - 1}`);
  if (rows.length > 0) return lookedUp;
  for (let run = 0; run < RUNS; run += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => logRun(service.url, `run_${run + index}`)));
  return lookedUp;
}

async function logRun(url: string, name: string): Promise<void> {
  const values = Array.from({ length: VALUES }, (_, index) => ({ name: `v${index}`, value: Math.random() }));
  const parameters = values.map((each) => ({ name: each.name, value: String(each.value) }));
  const { startRun } = await graphql<{ startRun: { run: { id: string } } }>(
    url,
    'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }',
    { input: { experiment: 'bench', name, type: 'TRAINING', parameters } },
  );
  await graphql(url, 'mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }', {
    input: { run: startRun.run.id, metrics: values },
  });
}
