import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { recordStatements, recordTexts } from '../support/postgres/record-statements.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { startAppWithDemo } from '../support/service/app-with-demo.js';
import { goldenFileOf, readOperationFiles } from '../support/service/operation-files.js';

// What changes something is not asked twice, and what is followed has no end.
const OPERATIONS = readOperationFiles().filter(({ query }) => !/^(mutation|subscription)/m.test(query));
let loader: AppUnderTest;
let app: AppUnderTest;

beforeAll(async () => {
  // Jobs take connections of their own. On one connection answers come one after the other, so the same loads meet in the same batches every time.
  loader = await startAppWithDemo();
  app = await startAppUnderTest({ config: { DATABASE_POOL_SIZE: 1 }, databaseUrl: loader.databaseUrl });
  // The first time also plans the lookups, which later ones remember.
  for (const { query, variables } of OPERATIONS) await app.graphql(query, variables);
});

afterAll(async () => {
  await app.close();
  await loader.close();
});

/** Loads asked for in one tick may be sent in any order. */
async function statementsOf(operation: (typeof OPERATIONS)[number]): Promise<string[]> {
  const statements = await recordStatements(app, () => app.graphql(operation.query, operation.variables));
  return statements.sort();
}

/** As they are written, in the order of their texts. */
async function textsOf({ query, variables }: (typeof OPERATIONS)[number]): Promise<string[]> {
  return (await recordTexts(app, () => app.graphql(query, variables))).sort();
}

/** A file that is read as SQL: each statement at the margin, lines as they stand in the code. */
function layOut(texts: readonly string[]): string {
  const statements = texts.map((text) => {
    const [first = '', ...rest] = text.split('\n').filter((line) => line.trim() !== '');
    const margin = Math.min(...rest.map((line) => line.length - line.trimStart().length));
    return [first.trim(), ...rest.map((line) => line.slice(margin).trimEnd())].join('\n');
  });
  return `-- What the operation asks of PostgreSQL, once its lookups are planned. \`npm run golden\` writes it anew.\n\n${statements.map((text) => `${text};\n`).join('\n')}`;
}

describe('the statements of an operation', () => {
  it.each(OPERATIONS)('are those of its golden file: $name', async (operation) => {
    const file = goldenFileOf(operation.name);
    const found = layOut(await textsOf(operation));
    if (process.env.HEADWATER_GOLDEN === 'write') await writeFile(file, found);

    expect(found).toBe(await readFile(file, 'utf8').catch(() => ''));
  });

  it('do not grow with the number of rows', async () => {
    const countOf = async (operation: (typeof OPERATIONS)[number]) => (await statementsOf(operation)).length;
    const before: number[] = [];
    for (const operation of OPERATIONS) before.push(await countOf(operation));

    await growTheGraph(12);

    for (const [index, operation] of OPERATIONS.entries()) {
      // A search may find fewer kinds than before, each of which has a table of its own to read. What was remembered is asked for once more.
      await eventually(async () => expect(await countOf(operation)).toBeLessThanOrEqual(before[index] ?? 0));
    }
  });
});

/** More of everything that the operations list: dataset versions, feature sets, model versions, bindings. */
async function growTheGraph(count: number): Promise<void> {
  const labels: string[] = [];
  for (let i = 0; i < count; i++) {
    const { registerModelVersion } = await app.graphql<{ registerModelVersion: { modelVersion: { label: string } } }>(
      `mutation ($dataset: RegisterDatasetVersionInput!, $set: PublishFeatureSetInput!, $model: RegisterModelVersionInput!) {
         registerDatasetVersion(input: $dataset) { created }
         publishFeatureSet(input: $set) { created }
         registerModelVersion(input: $model) { modelVersion { label } }
       }`,
      {
        dataset: {
          dataset: `flight_extra_${i}`,
          location: 'x:',
          digest: `${i}`,
          columns: [{ name: 'delay', type: 'INT64' }],
          derivedFrom: ['flights@1'],
        },
        set: {
          name: `flight_more_${i}`,
          entity: 'airport',
          features: [{ name: 'x', type: 'INT64', sources: [{ dataset: `flight_extra_${i}`, columns: ['delay'] }] }],
        },
        model: {
          model: 'flight_delay',
          artifact: { uri: 'x:', digest: `${i}` },
          signature: ['airport_traffic@1:*', `flight_more_${i}:x`],
          trainedOn: ['flights@1'],
        },
      },
    );
    labels.push(registerModelVersion.modelVersion.label);
  }
  await app.graphql('mutation ($input: DeployInput!) { deploy(input: $input) { deployment { label } } }', {
    input: {
      deployment: 'production/flight-delay',
      bindings: [
        { modelVersion: 'flight_delay@champion', trafficPercent: 99 - count },
        { modelVersion: 'flight_delay@challenger', trafficPercent: 1 },
        ...labels.map((modelVersion) => ({ modelVersion, trafficPercent: 1 })),
      ],
    },
  });
}
