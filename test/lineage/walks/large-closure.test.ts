import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { selectWholeClosure } from '../../../src/graph/walks/closure.sql.js';
import { walkInTime } from '../../../src/graph/walks/walk-in-time.js';
import { requireFewEdges } from '../../../src/lineage/frozen/frozen-closure.sql.js';
import { findDerived } from '../../../src/lineage/guard/find-derived.js';
import type { Queryable } from '../../../src/platform/database/queryable.js';
import { DeploymentSeed } from '../../deployments/deployment-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

/** More than a statement can have parameters, 65,535. */
const SOURCES = 66_000;

/** `sources` datasets, every one a source of what `into` names. */
const FILL = `
  with source as (
    insert into node (id, kind, project, name, label, logical, created_by)
    select gen_random_uuid(), 'DATASET', 'default', 's' || n, 's' || n, true, 'test' from generate_series(1, $2) n returning id
  )
  insert into edge (src, dst, kind) select id, $1, 'DERIVED_FROM' from source`;

const LINEAGE = `query ($of: [Ref!]!, $direction: LineageDirection!) {
  lineage(of: $of, direction: $direction, depth: 1000, limit: 100000) {
    roots { id } depth asOf complete incompleteBecause
    nodes { depth upstreamCount downstreamCount node { id kind label name version createdAt deletedAt } }
    edges { from to kind run } frontier { hiddenNeighbours direction after node { id kind label } }
  }
}`;

let app: AppUnderTest;
let seed: DeploymentSeed;
let data: { id: string; label: string };

beforeAll(async () => {
  app = await startAppUnderTest({ config: { REQUEST_TIMEOUT_MS: 240_000 } });
  seed = new DeploymentSeed(app);
  data = await seed.datasetVersion('merged');
  const [row] = await app.database.dataSource.query('select id from node where label = $1', [data.label]);
  await app.database.dataSource.query(FILL, [row.id, SOURCES]);
});

afterAll(() => app.close());

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a closure of 66,000 nodes', () => {
  it('is answered whole within the limit that the documentation names', async () => {
    const { lineage } = await app.graphql<{ lineage: { complete: boolean; nodes: object[]; edges: object[] } }>(
      LINEAGE,
      {
        of: [data.label],
        direction: 'UPSTREAM',
      },
    );

    expect(lineage.complete).toBe(true);
    expect(lineage.nodes).toHaveLength(SOURCES + 2);
    expect(lineage.edges).toHaveLength(SOURCES + 1);
  });

  it('is frozen with a model version, and asked for beside it', async () => {
    const version = await seed.modelVersion('large', { trainedOn: [data.label] });

    const { modelVersion } = await app.graphql<{ modelVersion: Frozen }>(
      'query ($ref: Ref!) { modelVersion(ref: $ref) { frozenLineage { nodeCount edgeCount } upstream(depth: 9) { complete nodes { depth } frontier { hiddenNeighbours } } } }',
      { ref: version.label },
    );

    expect(modelVersion.frozenLineage).toEqual({ nodeCount: SOURCES + 4, edgeCount: SOURCES + 3 });
    expect(modelVersion.upstream).toMatchObject({ complete: false, nodes: { length: 1_000 } });
  });

  it('is looked through before a source of what is live is deleted', async () => {
    await seed.deploy('production/large', { 'large@1': 100 });

    const error = await app.graphqlError('mutation { deleteNode(input: { id: "s1" }) { node { id } } }');

    expect(error.extensions.code).toBe('FAILED_PRECONDITION');
    expect(error.message).toContain('production/large');
  });

  it('does not let a nesting through that would be larger still', async () => {
    const nested =
      '{ lineage(of: ["merged"], limit: 100000) { nodes { node { upstream { nodes { node { label } } } } } } }';
    const twice =
      '{ datasets(first: 100) { nodes { upstream { nodes { node { upstream { nodes { node { label } } } } } } } } }';

    expect((await app.graphqlError(nested)).extensions.code).toBe('TOO_COMPLEX');
    expect((await app.graphqlError(twice)).extensions.code).toBe('TOO_COMPLEX');
    await expect(app.graphql(nested.replace('100000', '100'))).resolves.toBeDefined();
  });
});

describe('a guard', () => {
  it('sees what depends on a node though the clock of the service is behind by an hour', async () => {
    const rain = await seed.datasetVersion('rain');
    const version = await seed.modelVersion('wet', { trainedOn: [rain.label] });
    await seed.deploy('production/wet', { [version.label]: 100 });
    const behind = Date.now() - 3_600_000;
    jest.spyOn(Date, 'now').mockReturnValue(behind);

    const error = await app.graphqlError('mutation { deleteNode(input: { id: "rain@1" }) { node { id } } }');
    const frozen = await seed.modelVersion('dry', { trainedOn: [rain.label] });
    const { lineage } = await app.graphql<{ lineage: { complete: boolean } }>(
      '{ lineage(of: ["rain@1"]) { complete } }',
    );

    expect(error.message).toContain('production/wet');
    expect(lineage.complete).toBe(true);
    const { modelVersion } = await app.graphql<{ modelVersion: Frozen }>(
      'query ($ref: Ref!) { modelVersion(ref: $ref) { frozenLineage { nodeCount edgeCount } } }',
      { ref: frozen.label },
    );
    expect(modelVersion.frozenLineage).toEqual({ nodeCount: 4, edgeCount: 3 });
  });

  it('refuses where it may not look at everything', async () => {
    const [row] = await app.database.dataSource.query('select id from node where label = $1', [data.label]);
    const closure = (most: number) => selectWholeClosure(app.database, 'UPSTREAM', row.id, 'It is kept', most);

    await expect(closure(SOURCES + 1)).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      message: 'It is kept: more than 66,001 nodes lie upstream of it, too many to look at all of them.',
    });
    expect(new Set(await closure(SOURCES + 2)).size).toBe(SOURCES + 2);
    const [{ id }] = await app.database.dataSource.query(`select id from node where label = 's1'`);
    const derived = (most: number) => findDerived(app.database, [{ id, member: 'delay' }], 'It is kept', most);
    await expect(derived(0)).rejects.toMatchObject({
      code: 'FAILED_PRECONDITION',
      details: { incompleteBecause: 'NODE_LIMIT' },
    });
    expect((await derived(1)).ids).toEqual([id, row.id]);
    const few = (most: number) => requireFewEdges(app.database, [id, row.id], 'It is kept', most);
    await expect(few(0)).rejects.toMatchObject({ details: { incompleteBecause: 'NODE_LIMIT' } });
    await expect(few(1)).resolves.toBeUndefined();
  });

  it('tells of fewer nodes where telling of all of them takes too long, and says so where even that does', async () => {
    const [row] = await app.database.dataSource.query('select id from node where label = $1', [data.label]);
    const asked: number[] = [];
    const inTime = (slow: number, signal = new AbortController().signal) => {
      const db: Queryable = {
        // Whoever is slow is cancelled; nobody else is, however slow the machine.
        query: (text, values = [], clock) => {
          asked.push(Number(values[2]));
          return asked.length > slow
            ? app.database.query(text, [...values.slice(0, 4), 60_000, ...values.slice(5)])
            : new Promise((_, reject) => clock?.addEventListener('abort', () => reject(new Error('cancelled'))));
        },
      };
      asked.length = 0;
      const limits = { depth: 9, nodes: SOURCES, time: 200, asOf: 'infinity' };
      const wants = { hidden: 'COUNTED', counts: true, edges: 'WHOLE', facts: [] } as const;
      return walkInTime(db, 'UPSTREAM', [row.id], limits, wants, signal);
    };
    const late = await inTime(1);
    const hidden = late.nodes.reduce((sum, node) => sum + node.hidden, 0);
    const gone = new AbortController();
    const leaving = inTime(3, gone.signal);
    gone.abort();

    expect(late.isLate).toBe(true);
    expect(asked[0]).toBe(SOURCES);
    await expect(leaving).rejects.toThrow('cancelled');
    expect(late.nodes.length).toBe(1 + Math.floor((SOURCES - 1) / 32));
    expect(late.nodes.length + hidden).toBe(SOURCES + 2);
    await expect(inTime(3)).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(asked).toEqual([SOURCES, 1 + Math.floor((SOURCES - 1) / 32), 1 + Math.floor((SOURCES - 1) / 1_024)]);
  });

  it('refuses where time is up before it has seen everything, and nothing is registered', async () => {
    const hasty = await startAppUnderTest({ databaseUrl: app.databaseUrl, config: { REQUEST_TIMEOUT_MS: 100 } });
    const source = await seed.datasetVersion('slow');
    const held = await app.database.openSession();
    try {
      // A lock on the edges stands for a walk that takes too long.
      await held.query({ name: '', text: 'begin' });
      await held.query({ name: '', text: 'lock table edge in access exclusive mode' });
      const refused = await hasty.graphqlError(
        'mutation { deleteNode(input: { id: "slow@1", reason: "slow" }) { node { id } } }',
      );
      expect(refused.extensions.code).toMatch(/TIMEOUT|CONFLICT/);
    } finally {
      await held.query({ name: '', text: 'rollback' });
      await held.close();
      await hasty.close();
    }
    expect(await app.graphql('query ($id: ID!) { node(id: $id) { deletedAt } }', { id: source.id })).toEqual({
      node: { deletedAt: null },
    });
  });
});

interface Frozen {
  readonly frozenLineage: { nodeCount: number; edgeCount: number };
  readonly upstream: { complete: boolean; nodes: object[] };
}
