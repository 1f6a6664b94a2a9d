import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { makeKey } from '../../support/seeds/keys.js';
import { Seed } from '../../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const LINEAGE = `query ($of: [Ref!]!) {
  lineage(of: $of, direction: DOWNSTREAM, columns: true, kinds: [DATASET_VERSION]) {
    complete incompleteBecause nodes { members node { label } } columnEdges { fromMember toMember }
    frontier { hiddenNeighbours members node { label } }
  }
}`;

let app: AppUnderTest;
/** Sees both projects. */
let owner: string;
/** Sees `ours` alone. */
let ours: string;
let storms: string;

/*   ours: rain@1 (mm, day) ─▶ theirs: storms@1 ─▶ ours: late@1
 *   ours: rain@1 ─▶ ours: wet@1                                  */
beforeAll(async () => {
  app = await startAppUnderTest();
  await app.graphql(`mutation {
    a: createProject(input: {name: "ours"}) { project { name } }
    b: createProject(input: {name: "theirs"}) { project { name } }
  }`);
  const own = new Seed(app, { project: 'ours' });
  const columns = ['mm', 'day'].map((name) => ({ name, type: 'INT64' }));
  await own.datasetVersion('rain', { columns });
  storms = (await new Seed(app, { project: 'theirs' }).datasetVersion('storms', { derivedFrom: ['ours::rain'] })).id;
  await own.datasetVersion('late', { derivedFrom: ['theirs::storms'] });
  await own.datasetVersion('wet', { columns, derivedFrom: ['rain'] });
  await app.database.dataSource.query(
    `update edge set attributes = '{"columns": {"mm": ["mm"]}}'
     where kind = 'DERIVED_FROM' and dst = (select id from node where label = 'wet@1')`,
  );
  owner = (await makeKey(app, { role: 'OWNER' })).key;
  ours = (await makeKey(app, { role: 'READER', project: 'ours' })).key;
  await eventually(async () => expect((await app.http.inject('/v1/openapi.yml')).statusCode).toBe(401));
}, 60_000);

afterAll(() => app.close());

const ask = async (of: string, as: { key: string; project?: string }) =>
  (await app.graphql<{ lineage: Record<string, unknown> }>(LINEAGE, { of: [of] }, as)).lineage;

describe('columns that go into another project', () => {
  it('are told to whoever may see it', async () => {
    expect(await ask('rain@1:mm', { key: owner, project: 'ours' })).toEqual({
      complete: true,
      incompleteBecause: null,
      nodes: expect.arrayContaining([
        { members: ['mm'], node: { label: 'rain@1' } },
        { members: ['mm'], node: { label: 'wet@1' } },
        { members: null, node: { label: 'storms@1' } },
        { members: null, node: { label: 'late@1' } },
      ]),
      columnEdges: expect.arrayContaining([
        { fromMember: 'mm', toMember: 'mm' },
        { fromMember: 'mm', toMember: null },
      ]),
      frontier: [],
    });
  });

  it('are missing for whoever may not, who is told that something is', async () => {
    expect(await ask('rain@1:mm', { key: ours })).toEqual({
      complete: false,
      incompleteBecause: 'ACCESS',
      nodes: [
        { members: ['mm'], node: { label: 'rain@1' } },
        { members: ['mm'], node: { label: 'wet@1' } },
      ],
      columnEdges: [{ fromMember: 'mm', toMember: 'mm' }],
      frontier: [{ hiddenNeighbours: 1, members: ['mm'], node: { label: 'rain@1' } }],
    });
  });

  it('can not be begun from there', async () => {
    await expect(ask(`${storms}:delay`, { key: ours })).rejects.toThrow(/NOT_FOUND/);
  });
});
