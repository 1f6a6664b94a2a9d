import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSchema, HOUSE } from '../../src/app.js';
import { readConfig } from '../../src/config.js';
import { eventually } from '../support/eventually.js';
import { runSql } from '../support/postgres/run-sql.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { KITES } from './toy-room.js';

const FLY = `mutation ($name: String!) { flyKite(input: { name: $name }) { id kind label } }`;

let app: AppUnderTest;

beforeAll(async () => {
  // The one line that a new room takes.
  app = await startAppUnderTest({ house: HOUSE.with(KITES) });
});

afterAll(() => app.close());

const fly = async (name: string) =>
  (await app.graphql<{ flyKite: { id: string; kind: string; label: string } }>(FLY, { name })).flyKite;

describe('a room that is added to the list', () => {
  it('has its kind known everywhere: as a node, by its id, in the enum, in searches, lineage and deletion', async () => {
    const kite = await fly('red');

    expect(kite).toMatchObject({ id: expect.stringMatching(/^kite_/), kind: 'KITE', label: 'red' });
    const question = `query ($id: ID!, $of: Ref!) {
      node(id: $id) { __typename id kind }
      search(text: "red", kinds: [KITE]) { nodes { id } }
      lineage(of: [$of], direction: UPSTREAM, kinds: [KITE]) { nodes { node { id kind ... on Kite { name } } } }
      __type(name: "NodeKind") { enumValues { name description } }
    }`;
    const { id } = kite;
    expect(await app.graphql(question, { id, of: id })).toEqual({
      node: { __typename: 'Kite', id, kind: 'KITE' },
      search: { nodes: [{ id }] },
      lineage: { nodes: [{ node: { id, kind: 'KITE', name: 'red' } }] },
      __type: { enumValues: expect.arrayContaining([{ name: 'KITE', description: 'A toy that flies.' }]) },
    });
    await app.graphql(`mutation ($id: Ref!) { deleteNode(input: { id: $id }) { node { deletedAt } } }`, { id });
    const [error] = await app.graphqlErrors(`mutation { updateNode(input: { id: "red" }) { node { id } } }`);
    expect(error?.message).toContain('KITE');
  });

  it('answers at its route, within the time that it states, and errs as all routes do', async () => {
    await fly('blue');
    await fly('slow');

    expect((await app.http.inject('/v1/kites/blue')).json()).toEqual({ label: 'blue' });
    expect((await app.http.inject('/v1/kites/green')).json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect((await app.http.inject('/v1/kites/slow')).json()).toMatchObject({ code: 'TIMEOUT' });
  });

  it('has its jobs done', async () => {
    await fly('yellow');

    await eventually(async () => {
      const flown = await runSql(
        app.databaseUrl,
        `select status, result from job where kind = 'wait-for-wind' and input ->> 'name' = 'yellow'`,
      );
      expect(flown).toEqual([{ status: 'SUCCEEDED', result: { flew: { name: 'yellow' } } }]);
    });
  });

  it('leaves other houses of the process as they are', async () => {
    const other = await startAppUnderTest();
    const { __type } = await other.graphql<{ __type: unknown }>('{ __type(name: "Kite") { name } }');

    expect(__type).toBeNull();
    expect((await other.http.inject('/v1/kites/blue')).statusCode).toBe(404);
    await other.close();
  });
});

describe('a room that says again what another one has said', () => {
  it('is refused at the start', async () => {
    await expect(createSchema(readConfig({}), HOUSE.with(KITES).with(KITES))).rejects.toThrow(
      'Two rooms define the kind KITE',
    );
    const again = { open: () => ({ offers: { lookups: undefined } }) };
    await expect(createSchema(readConfig({}), HOUSE.with(again))).rejects.toThrow(
      'Two rooms offer something called lookups',
    );
  });
});
