import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DeploymentSeed } from '../../deployments/deployment-seed.js';
import { runEvent, tell } from '../../integrations/openlineage/told.js';
import { casesOf } from '../../support/cases.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const RUNS = 100_001;
/** A million characters each, six times as long where they are written as JSON; twelve are longer than an answer may be. */
const LONG_ONES = Array.from({ length: casesOf(2, 12) }, (_, place) => place + 1);

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest({ config: { REQUEST_TIMEOUT_MS: 120_000 } });
});

afterAll(() => app.close());

/*   raw ──▶ job ──▶ hub ──VERSION_OF──▶ hub@1 ──▶ model@1         and a hundred thousand runs of the job ──▶ hub  */
it('a dataset that very many runs have written keeps no model from being registered: its job stands for them', async () => {
  const seed = new DeploymentSeed(app);
  await seed.datasetVersion('hub');
  const side = (name: string) => [{ namespace: 'headwater://default', name }];
  await tell(app, runEvent({ inputs: side('raw'), outputs: side('hub'), job: { namespace: 'airflow', name: 'load' } }));
  const small = await seed.modelVersion('small', { trainedOn: ['hub@1'] });
  const kindsOf = async (ref: string) => {
    const { modelVersion } = await app.graphql<{
      modelVersion: { frozenLineage: { document: { nodes: { kind: string }[]; leftOut?: string }; verify: object } };
    }>('query ($ref: Ref!) { modelVersion(ref: $ref) { frozenLineage { document verify { valid } } } }', { ref });
    const { document, verify } = modelVersion.frozenLineage;
    return { kinds: document.nodes.map(({ kind }) => kind).sort(), leftOut: document.leftOut, verify };
  };
  expect(await kindsOf(small.label)).toMatchObject({ kinds: expect.arrayContaining(['RUN', 'EXPERIMENT', 'JOB']) });

  await app.database.dataSource.query(
    `with written as (
       insert into node (id, kind, project, name, logical, created_by)
       select gen_random_uuid(), 'RUN', 'default', 'r' || n, false, 'test' from generate_series(1, $1::int) n returning id
     )
     insert into edge (src, dst, kind) select w.id, h.id, 'OUTPUT' from written w, node h where h.label = 'hub' and h.kind = 'DATASET'`,
    [RUNS],
  );
  const large = await seed.modelVersion('large', { trainedOn: ['hub@1'] });

  expect(await kindsOf(large.label)).toEqual({
    kinds: ['DATASET', 'DATASET', 'DATASET_VERSION', 'JOB', 'MODEL', 'MODEL_VERSION'],
    leftOut: 'RUNS_BEHIND_NODES_WITHOUT_VERSIONS',
    verify: { valid: true },
  });
  const diff = async (from: string, to: string) =>
    (
      await app.graphql<{ lineageDiff: object }>(
        'query ($from: Ref!, $to: Ref!) { lineageDiff(from: $from, to: $to) { complete incompleteBecause leftOut { before after } } }',
        { from, to },
      )
    ).lineageDiff;

  expect(await diff(small.label, large.label)).toEqual({
    complete: false,
    incompleteBecause: 'NODE_LIMIT',
    leftOut: { before: null, after: 'RUNS_BEHIND_NODES_WITHOUT_VERSIONS' },
  });
  expect(await diff(small.label, small.label)).toEqual({ complete: true, incompleteBecause: null, leftOut: null });
}, 240_000);

it('what is longer than fits in memory at once is verified all the same, and found out when it was changed', async () => {
  const seed = new DeploymentSeed(app);
  for (const n of LONG_ONES) await seed.datasetVersion(`long_${n}`);
  // Each character that is no text is six of the document.
  await app.database.dataSource.query(
    "update node set description = repeat(chr(1), 1000000) where kind = 'DATASET_VERSION' and name like 'long\\_%'",
  );
  const { label } = await seed.modelVersion('of_long', { trainedOn: LONG_ONES.map((n) => `long_${n}@1`) });
  const told = async (fields = 'nodeCount verify { valid problem }') =>
    await app.graphqlAnswer<{ modelVersion: { frozenLineage: object } }>(
      `query ($ref: Ref!) { modelVersion(ref: $ref) { frozenLineage { ${fields} } } }`,
      { ref: label },
    );

  expect((await told()).data?.modelVersion.frozenLineage).toEqual({
    nodeCount: 2 + 2 * LONG_ONES.length,
    verify: { valid: true, problem: null },
  });
  if (LONG_ONES.length > 11)
    expect((await told('document')).errors[0]).toMatchObject({
      message: expect.stringMatching(/^The document has 7\d{7} bytes; up to 67000000 are answered\./),
      extensions: { code: 'TOO_COMPLEX' },
    });
  await app.database.dataSource.query(
    `update frozen_lineage set document = overlay(document placing case substr(document, length(document) - 100, 1) when '7' then '8' else '7' end from length(document) - 100)
     where octet_length(document) > 10000000`,
  );
  expect((await told()).data?.modelVersion.frozenLineage).toMatchObject({
    verify: { valid: false, problem: expect.stringMatching(/one of them was changed/) },
  });
}, 120_000);
