import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HOUSE } from '../../src/app.js';
import { KindRegistry } from '../../src/graph/nodes/kinds/kind-registry.js';
import { fromPublicId } from '../../src/graph/nodes/node-id.js';
import { loadRunFacts } from '../../src/runs/record/run-facts.sql.js';
import { recordStatements } from '../support/postgres/record-statements.js';
import { Seed } from '../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { RunClient } from './run-client.js';

let app: AppUnderTest;
let runs: RunClient;

beforeAll(async () => {
  app = await startAppUnderTest();
  runs = new RunClient(app);
  const seed = new Seed(app);
  await seed.datasetVersion('flights');
  await seed.datasetVersion('clean');
});

afterAll(() => app.close());

describe('run', () => {
  it.each(['run_01h455vb4pex5vsknk084sn02q', 'dataset_01h455vb4pex5vsknk084sn02q', 'flights', ''])(
    'is null for %j',
    async (id) => {
      expect(await app.graphql('query ($id: ID!) { run(id: $id) { id } }', { id })).toEqual({ run: null });
    },
  );

  it('is null in another project, and marked once it is deleted', async () => {
    await app.graphql('mutation { createProject(input: { name: "apart" }) { project { name } } }');
    const { id } = await runs.start();
    const read = (project: string) =>
      app.graphql('query ($id: ID!) { run(id: $id) { deletedAt } }', { id }, { project });

    expect(await read('apart')).toEqual({ run: null });
    await app.graphql('mutation ($id: Ref!) { deleteNode(input: { id: $id }) { node { id } } }', { id });
    expect(await read('default')).toEqual({ run: { deletedAt: expect.any(String) } });
  });
});

describe('children', () => {
  it('come newest first, page by page, without the deleted ones', async () => {
    const parent = await runs.start();
    const names = ['a', 'b', 'c', 'd', 'e'];
    const ids: string[] = [];
    for (const name of names) ids.push((await runs.start({ parent: parent.id, name })).id);
    await app.graphql('mutation ($id: Ref!) { deleteNode(input: { id: $id }) { node { id } } }', { id: ids[2] });

    expect(await pages(parent.id)).toEqual([
      ['e', 'd'],
      ['b', 'a'],
    ]);
  });

  async function pages(id: string): Promise<string[][]> {
    type Children = { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    const found: string[][] = [];
    for (let after: string | null = null; ; ) {
      const { run }: { run: { children: Children } } = await app.graphql(
        'query ($id: ID!, $after: String) { run(id: $id) { children(first: 2, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } } }',
        { id, after },
      );
      found.push(run.children.nodes.map(({ name }) => name));
      if (!run.children.pageInfo.hasNextPage) return found;
      after = run.children.pageInfo.endCursor;
    }
  }
});

describe('metricHistory', () => {
  it('gives all points by step, then time, page by page', async () => {
    const run = await runs.start();
    const points = Array.from({ length: 7 }, (_, index) => ({
      name: 'loss',
      step: index >> 1,
      value: -index,
      time: `2026-01-01T00:00:00.00000${index}Z`,
    }));
    await runs.log(run, { metrics: [...points].reverse() });

    const found: unknown[] = [];
    let after: string | null = null;
    do {
      type Answer = {
        run: { metricHistory: { nodes: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string } } };
      };
      const answer: Answer = await app.graphql(
        'query ($id: ID!, $after: String) { run(id: $id) { metricHistory(name: "loss", first: 3, after: $after) { nodes { name step value time } pageInfo { hasNextPage endCursor } } } }',
        { id: run.id, after },
      );
      const { nodes, pageInfo } = answer.run.metricHistory;
      found.push(...nodes);
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);

    expect(found).toEqual(
      points.map((point) => ({
        ...point,
        value: point.value === 0 ? 0 : point.value,
        time: point.time.replace('.000000Z', 'Z'),
      })),
    );
  });

  it('is empty for a metric that the run lacks', async () => {
    expect(await runs.history(await runs.start(), 'nothing')).toEqual([]);
  });
});

describe('experiment', () => {
  it('is found by name or id, and null when there is none', async () => {
    await runs.start({ experiment: 'found' });
    const { experiment } = await app.graphql<{ experiment: { id: string; name: string } }>(
      '{ experiment(name: "found") { id name } }',
    );

    expect(await app.graphql('query ($id: String!) { experiment(name: $id) { name } }', { id: experiment.id })).toEqual(
      { experiment: { name: 'found' } },
    );
    expect(await app.graphql('{ experiment(name: "lost") { name } }')).toEqual({ experiment: null });
  });

  it('takes its runs along when it is deleted, and its name is free', async () => {
    const run = await runs.start({ experiment: 'gone' });
    await app.graphql('mutation { deleteNode(input: { id: "gone" }) { node { id } } }');

    expect(
      await app.graphql('query ($id: ID!) { run(id: $id) { deletedAt } experiment(name: "gone") { id } }', {
        id: run.id,
      }),
    ).toEqual({
      run: { deletedAt: expect.any(String) },
      experiment: null,
    });
    await runs.start({ experiment: 'gone' });
    expect(await app.graphql('{ experiment(name: "gone") { runs { nodes { name } } } }')).toMatchObject({
      experiment: { runs: { nodes: [{}] } },
    });
  });

  it('is listed with the others, by name', async () => {
    for (const experiment of ['listed-b', 'listed-a', 'unlisted']) await runs.start({ experiment });

    const { experiments } = await app.graphql<{ experiments: { nodes: { name: string }[] } }>(
      '{ experiments(orderBy: NAME, filter: { nameContains: "listed-" }) { nodes { name } } }',
    );

    expect(experiments.nodes.map(({ name }) => name)).toEqual(['listed-a', 'listed-b']);
  });
});

describe('a page of runs with everything that hangs on them', () => {
  const QUERY = `query ($first: Int!) { runs(first: $first, filter: { experiment: "wide" }) { nodes {
    name experiment { name } parent { name } children(first: 3) { nodes { name } } parameters { name } metrics { value }
    metricHistory(name: "loss", first: 2) { nodes { value } } inputs { role node { label } } outputs { node { label } }
  } } }`;

  it('costs no more statements for many runs than for one', async () => {
    const parent = await runs.start({ experiment: 'wide' });
    for (let index = 0; index < 6; index++) {
      const run = await runs.start({
        parent: parent.id,
        parameters: [{ name: 'lr', value: '1' }],
        inputs: [{ ref: 'flights@1' }],
      });
      await runs.log(run, { metrics: [{ name: 'loss', value: index }], outputs: [{ ref: 'clean@1' }] });
    }

    const one = await recordStatements(app, () => app.graphql(QUERY, { first: 1 }));
    const many = await recordStatements(app, () => app.graphql(QUERY, { first: 7 }));

    expect(one.length).toBeGreaterThan(5);
    // The parent run has children, whose nodes are loaded; the single newest run has none.
    expect(many.length - one.length).toBeLessThanOrEqual(2);
  });
});

describe('the facts that a frozen lineage keeps of a run', () => {
  it('are what it was, what it was given and what it measured last', async () => {
    const run = await runs.start({
      type: 'TRAINING',
      startedAt: '2026-01-01T00:00:00Z',
      code: { repository: 'r' },
      environment: { a: 1 },
    });
    await runs.log(run, {
      parameters: [{ name: 'lr', value: '0.1' }],
      metrics: [
        { name: 'loss', value: 1, step: 1 },
        { name: 'loss', value: 0.25, step: 2 },
      ],
    });
    await runs.finish(run, { status: 'FAILED', message: 'why', endedAt: '2026-01-01T00:00:01.5Z' });
    const id = fromPublicId(run.id, new KindRegistry(HOUSE.kinds))?.id ?? '';

    const facts = await loadRunFacts(app.database, [id]);

    expect(facts.get(id)).toEqual({
      type: 'TRAINING',
      status: 'FAILED',
      message: 'why',
      startedAt: '2026-01-01T00:00:00.000Z',
      endedAt: '2026-01-01T00:00:01.500Z',
      code: { repository: 'r', commit: null, entryPoint: null },
      environment: { a: 1 },
      parameters: { lr: '0.1' },
      metrics: { loss: 0.25 },
    });
  });
});
