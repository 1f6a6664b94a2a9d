import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runEvent, tell } from '../../integrations/openlineage/told.js';
import { ModelSeed } from '../../models/model-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const LINEAGE = `query ($of: [Ref!]!, $direction: LineageDirection!) {
  lineage(of: $of, direction: $direction, columns: true, depth: 20) { roots { label } nodes { members node { kind label } } }
}`;

let app: AppUnderTest;
let dataset: string;

/*   raw (late) ─▶ flights (delay) ─▶ board (shown), as producers tell; and flights@1 (delay?, tail) is registered here  */
beforeAll(async () => {
  app = await startAppUnderTest();
  const ours = { namespace: 'headwater://default', name: 'flights' };
  const told = (from: object, column: string) => ({
    columnLineage: { fields: { [column]: { inputFields: [from] } } },
  });
  const raw = { namespace: 's3://lake', name: 'raw' };
  const board = { namespace: 's3://lake', name: 'board' };
  const events = [
    runEvent({ inputs: [raw], outputs: [{ ...ours, facets: told({ ...raw, field: 'late' }, 'delay') }] }),
    runEvent({
      run: { runId: '0f5e83fa-3480-44ff-99c5-ff943904e5e8' },
      job: { namespace: 'airflow', name: 'show' },
      inputs: [ours],
      outputs: [{ ...board, facets: told({ ...ours, field: 'delay' }, 'shown') }],
    }),
  ];
  for (const event of events) expect((await tell(app, event)).status).toBe(201);
  await new ModelSeed(app).datasetVersion('flights', { columns: [{ name: 'tail', type: 'STRING' }] });
  dataset = (await app.graphql<{ dataset: { id: string } }>('{ dataset(ref: "flights") { id } }')).dataset.id;
});

afterAll(() => app.close());

const membersFrom = async (of: string, direction: string) => {
  const { lineage } = await app.graphql<{
    lineage: { nodes: { members: string[] | null; node: { kind: string; label: string } }[] };
  }>(LINEAGE, { of: [of], direction });
  return lineage.nodes.map(({ node, members }) => `${node.kind} ${members?.join() ?? '*'}`).sort();
};

describe('a column that producers tell of a dataset which has versions here too', () => {
  it.each([
    ['by its name', () => 'flights:delay'],
    ['by its id', () => `${dataset}:delay`],
  ])('is where a lineage begins, %s', async (_how, ref) => {
    expect(await membersFrom(ref(), 'UPSTREAM')).toEqual(expect.arrayContaining(['DATASET delay', 'DATASET late']));
    expect(await membersFrom(ref(), 'DOWNSTREAM')).toEqual(expect.arrayContaining(['DATASET delay', 'DATASET shown']));
  });

  it('leaves those of the newest version what its name means', async () => {
    expect(await membersFrom('flights:tail', 'DOWNSTREAM')).toEqual(['DATASET_VERSION tail']);
    expect(await membersFrom(`${dataset}:tail`, 'DOWNSTREAM')).toEqual(['DATASET_VERSION tail']);
  });

  it('is an error with what there is where neither has it', async () => {
    const error = await app.graphqlError(LINEAGE, { of: ['flights:nothing'], direction: 'UPSTREAM' });

    expect(error.extensions.code).toBe('NOT_FOUND');
    expect(error.message).toContain('flights@1 has no column "nothing"; it has tail');
  });
});
