import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Door, type Listener, listen } from '../../changes/subscriptions/subscribers.js';
import { DeploymentSeed } from '../../deployments/deployment-seed.js';
import type { ModelVersionGiven } from '../../models/model-seed.js';
import { casesOf } from '../../support/cases.js';
import { eventually } from '../../support/eventually.js';
import { recordStatements } from '../../support/postgres/record-statements.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres/test-database.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import type { GraphqlClient } from '../../support/service/graphql-client.js';
import { type Delta, FOLLOW, FoldedGraph, type Graph, LINEAGE } from './folded-graph.js';

const DOORS: readonly Door[] = ['graphql-ws', 'graphql-sse'];
const UPDATE = 'mutation ($input: UpdateNodeInput!) { updateNode(input: $input) { node { id } } }';

let database: TestDatabase;
let app: AppUnderTest;
let seed: DeploymentSeed;
let url: string;

beforeAll(async () => {
  database = await createTestDatabase();
  app = await startAppUnderTest({ databaseUrl: database.url });
  seed = new DeploymentSeed(app);
  url = await app.listen();
}, 60_000);

afterAll(async () => {
  await app.close();
  await database.drop();
});

/** Somebody who folds what is told. */
class Reader {
  readonly graph = new FoldedGraph();
  private listener: Listener;
  private taken = 0;

  constructor(
    private readonly variables: Readonly<Record<string, unknown>>,
    private readonly door: Door = 'graphql-ws',
  ) {
    this.listener = this.begin(url);
  }

  private begin(at: string): Listener {
    const variables = { ...this.variables, after: this.graph.cursor };
    return listen(at, this.door, variables as object, FOLLOW);
  }

  get deltas(): number {
    return this.taken;
  }

  take(): void {
    const { events, errors } = this.listener;
    expect(errors).toEqual([]);
    for (const delta of events.splice(0)) {
      this.graph.take(delta as unknown as Delta);
      this.taken++;
    }
  }

  stop(): void {
    this.listener.stop();
    this.take();
  }

  resume(): void {
    this.listener = this.begin(url);
  }

  /** Until what was folded is what a fresh question is answered. */
  agrees(client: GraphqlClient = app): Promise<void> {
    return eventually(async () => {
      this.take();
      const { lineage } = await client.graphql<{ lineage: Graph }>(LINEAGE, this.variables);
      if (!this.graph.equals(lineage)) throw new Error(`folded ${this.graph.size} nodes, not ${lineage.nodes.length}`);
    }, 30_000);
  }
}

describe.each(DOORS)('lineageChanged, over %s', (door) => {
  it('tells the whole graph first, then what was added, changed and removed', async () => {
    const name = `first_${door.replace('-', '_')}`;
    await seed.datasetVersion(name);
    const reader = new Reader({ of: [name], direction: 'DOWNSTREAM', depth: 9 }, door);
    await reader.agrees();
    expect([reader.deltas, reader.graph.size]).toEqual([1, 2]);

    await seed.modelVersion(`${name}_model`, { trainedOn: [`${name}@1`] });
    await reader.agrees();
    await seed.deploy(`production/${name}`, { [`${name}_model@1`]: 100 });
    await reader.agrees();
    expect(reader.graph.size).toBeGreaterThan(3);
    await seed.undeploy(`production/${name}`);
    await app.graphql(UPDATE, { input: { id: `${name}_model@1`, tags: [{ key: 'seen', value: 'yes' }] } });
    await reader.agrees();

    expect(reader.graph.wholes).toBe(1);
    reader.stop();
  });
});

describe('lineageChanged', () => {
  it('is silent about what touches no node of the graph, and comes back from a cursor without telling all anew', async () => {
    await seed.datasetVersion('calm');
    const reader = new Reader({ of: ['calm'], direction: 'UPSTREAM', depth: 5 });
    await reader.agrees();
    for (let count = 0; count < 5; count++) await seed.datasetVersion('elsewhere');
    await sleep(600);
    reader.stop();
    expect(reader.deltas).toBe(1);

    reader.resume();
    await sleep(600);
    reader.take();
    expect(reader.deltas).toBe(1);
    await app.graphql(UPDATE, { input: { id: 'calm', owner: 'night shift' } });
    await reader.agrees();
    expect(reader.graph.wholes).toBe(1);
    reader.stop();

    await app.graphql(UPDATE, { input: { id: 'calm', owner: 'day shift' } });
    reader.resume();
    await reader.agrees();
    expect(reader.graph.wholes).toBe(2);
    reader.stop();
  });

  it('gathers a burst, and walks a hub a few times for a hundred changes', async () => {
    await seed.datasetVersion('hub');
    const reader = new Reader({ of: ['hub'], direction: 'DOWNSTREAM', depth: 3, limit: 1_000 });
    await reader.agrees();

    const begin = Date.now();
    const statements = await recordStatements(app, async () => {
      for (let count = 0; count < 100; count++)
        await seed.datasetVersion('spoke', { derivedFrom: ['hub@1'], digest: `sha256:spoke-${count}` });
      await reader.agrees();
    });

    // Four times a second at the most, however long the changes take.
    expect(reader.deltas).toBeLessThan(10 + ((Date.now() - begin) / 1_000) * 4);
    expect(reader.graph.size).toBe(102);
    expect(JSON.stringify(statements)).not.toBe('[]');
    reader.stop();
  });

  it('tells that the graph was cut, as lineage does', async () => {
    await seed.datasetVersion('cut');
    for (let count = 0; count < 5; count++) await seed.datasetVersion(`cut_${count}`, { derivedFrom: ['cut@1'] });
    const reader = new Reader({ of: ['cut'], direction: 'DOWNSTREAM', depth: 5, limit: 4 });

    await reader.agrees();

    await seed.datasetVersion('cut_more', { derivedFrom: ['cut@1'] });
    await reader.agrees();
    reader.stop();
  });

  it.each([
    [{ of: ['nope'] }, 'NOT_FOUND'],
    [{ of: ['calm'], depth: -1 }, 'BAD_USER_INPUT'],
    [{ of: ['calm'], limit: 10_001 }, 'BAD_USER_INPUT'],
    [{ of: ['calm'], after: 'nonsense' }, 'BAD_USER_INPUT'],
    [{ of: ['calm'], after: Buffer.from('["999999999"]').toString('base64url') }, 'BAD_USER_INPUT'],
  ])('says what is wrong with %j', async (variables, code) => {
    const listener = listen(url, 'graphql-sse', { direction: 'UPSTREAM', ...variables } as object, FOLLOW);

    await eventually(() => expect(listener.errors[0]?.extensions?.code).toBe(code));
    listener.stop();
  });

  it('folds to what a fresh question is answered, whatever is changed, and across a restart of the service', async () => {
    const changes = casesOf(24, 1_000);
    await seed.datasetVersion('root');
    const readers = [
      new Reader({ of: ['root'], direction: 'DOWNSTREAM', depth: 20, limit: 5_000 }),
      new Reader({ of: ['root@1'], direction: 'BOTH', depth: 2, limit: 5_000 }, 'graphql-sse'),
    ];
    const living = ['root@1'];
    const random = fc.sample(fc.tuple(fc.nat(5), fc.nat()), { numRuns: changes, seed: 20_261_127 });
    for (const [index, [what, which]] of random.entries()) {
      const at = living[which % living.length] ?? 'root@1';
      const data = at.startsWith('model_') ? 'root@1' : at;
      if (what <= 1)
        living.push(
          (await seed.datasetVersion(`made_${which % 50}`, { derivedFrom: [data], digest: `sha256:${index}` })).label,
        );
      else if (what === 2) await app.graphql(UPDATE, { input: { id: at, description: `change ${index}` } });
      else if (what === 3) living.push((await seed.modelVersion(`model_${which % 20}`, modelOf(at))).label);
      else if (what === 4 && at.startsWith('model_'))
        await seed.deploy(`production/d${which % 3}`, { [at]: 100 }).catch(() => undefined);
      else if (living.length > 3 && at !== 'root@1') {
        const { errors } = await app.graphqlAnswer(
          'mutation ($id: Ref!) { deleteNode(input: {id: $id}) { node { id } } }',
          {
            id: at,
          },
        );
        if (errors.length === 0) living.splice(living.indexOf(at), 1);
      }
      if (index === Math.floor(changes / 2)) {
        for (const reader of readers) await reader.agrees();
        await restart(readers);
      }
    }

    for (const reader of readers) await reader.agrees();
    expect(readers[0]?.graph.size).toBeGreaterThan(5);
    for (const reader of readers) reader.stop();
  }, 900_000);
});

function modelOf(at: string): ModelVersionGiven {
  return at.startsWith('model_') ? { derivedFrom: [at] } : { trainedOn: [at] };
}

async function restart(readers: readonly Reader[]): Promise<void> {
  for (const reader of readers) reader.stop();
  const { databaseUrl } = app;
  const next = await startAppUnderTest({ databaseUrl });
  const old = app;
  app = next;
  seed = new DeploymentSeed(app);
  url = await app.listen();
  await old.close();
  for (const reader of readers) reader.resume();
}
