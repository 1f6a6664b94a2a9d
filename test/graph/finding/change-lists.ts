import { DELETE_NODE, ModelSeed, SET_ALIAS } from '../../models/model-seed.js';
import { runSql } from '../../support/postgres/run-sql.js';
import type { AppUnderTest } from '../../support/service/app-under-test.js';
import { LATE_POINTS, pointInputs } from './known-points.js';
import { DEPRECATE, FINISH, LOG, type SeededRuns, UPDATE } from './seed-lists.js';

const RESUME = 'mutation ($input: ResumeRunInput!) { resumeRun(input: $input) { run { id } } }';
const UNDEPRECATE = 'mutation ($input: UndeprecateFeatureInput!) { undeprecateFeature(input: $input) { __typename } }';
const STAGE = 'mutation ($input: SetStageInput!) { setStage(input: $input) { changed } }';
const READ = `mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }`;

/** Where it stands when something was done. */
const TIMES = {
  node: ['created_at', 'said_at'],
  change: ['at'],
  change_seal: ['at'],
  edge: ['valid_from'],
  model_alias: ['valid_from', 'valid_to'],
  registry_move: ['at'],
  row_source: ['ingest_time'],
};

/** As if all that was seeded had been done a day ago, but for what was done to every other node: of that nobody knows at once whether it was done by then. */
export async function ageLists(app: AppUnderTest): Promise<void> {
  const aged = Object.entries(TIMES).map(
    ([table, columns]) =>
      `update ${table} set ${columns.map((column) => `${column} = ${column} - interval '1 day'`).join(', ')};`,
  );
  const lately = `update node set said_at = now() where substr(id::text, 36) < '8';`;
  await runSql(app.databaseUrl, `set session_replication_role = replica; ${aged.join(' ')} ${lately}`);
}

/** Changes, of what was seeded, everything that lists are asked and that can change, so that what they say as of before differs from what they say now. */
export async function changeLists(app: AppUnderTest, { runs }: SeededRuns): Promise<void> {
  for (const [index, run] of runs.entries()) {
    const isRunning = index === 2 || index === 5;
    if (!isRunning) await app.graphql(RESUME, { input: { run } });
    await app.graphql(LOG, {
      input: {
        run,
        parameters: [{ name: 'late', value: 'x' }],
        tags: [{ key: 'r', value: String((index + 1) % 2) }],
        metrics: pointInputs(LATE_POINTS),
      },
    });
    if (isRunning) await app.graphql(FINISH, { input: { run, status: 'FAILED' } });
  }
  await app.graphql(DELETE_NODE, { id: runs[3] });
  const seed = new ModelSeed(app);
  for (const name of ['n0', 'n2', 'n5']) {
    for (const ref of [`${name}@1`, name]) {
      for (const kind of ['dataset', 'featureSet', 'model']) {
        const query = ref === name ? kind : `${kind}Version`;
        const id = await idOf(app, query, ref);
        await app.graphql(UPDATE, {
          input: { id, owner: 'eve', description: 'good', tags: [{ key: 'k', value: '2' }] },
        });
      }
    }
    await app.graphql(SET_ALIAS, { modelVersion: `${name}@1`, alias: 'champion' });
    await app.graphql(STAGE, { input: { modelVersion: `${name}@1`, stage: 'Archived' } });
    await app.graphql(DEPRECATE, { input: { feature: `${name}@1`, reason: 'Old.' } });
    await seed.modelVersion(name);
    await seed.datasetVersion(name);
  }
  const { list } = await app.graphql<{ list: { nodes: { label: string }[] } }>(
    '{ list: featureSetVersions(filter: { featureSetVersion: { deprecated: true } }, first: 100) { nodes { label } } }',
  );
  for (const { label } of list.nodes.filter((_, index) => index % 2 === 0))
    await app.graphql(UNDEPRECATE, { input: { feature: label } });
  await app.http.inject({
    method: 'POST',
    url: '/api/2.0/mlflow/registered-models/rename',
    payload: { name: 'n4', new_name: 'zn4' },
  });
  const read = await idOf(app, 'datasetVersion', 'n1@1');
  await app.graphql(READ, { input: { type: 'TRAINING', inputs: [{ ref: read }] } });
  await app.graphql(DELETE_NODE, { id: await idOf(app, 'model', 'n1') });
  await app.graphql(DELETE_NODE, { id: await idOf(app, 'modelVersion', 'zn4@1') });
}

async function idOf(app: AppUnderTest, query: string, ref: string): Promise<string> {
  const document = `query ($ref: Ref!) { node: ${query}(ref: $ref) { id } }`;
  return (await app.graphql<{ node: { id: string } }>(document, { ref })).node.id;
}
