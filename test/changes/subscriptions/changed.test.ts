import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../../src/config.js';
import { eventually } from '../../support/eventually.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { recordChange, recordChanges } from '../record-change.js';
import { type Door, listen } from './subscribers.js';

const DOORS: readonly Door[] = ['graphql-ws', 'graphql-sse'];

let app: AppUnderTest;
let url: string;
beforeAll(async () => {
  app = await startAppUnderTest({ config: { ...readConfig({}), DATABASE_POOL_SIZE: 8, MAX_SUBSCRIPTIONS: 40 } });
  url = await app.listen();
});
afterAll(() => app.close());

/** Subscriptions begin at a moment that nobody is told. */
async function recordUntil(heard: () => boolean): Promise<void> {
  await eventually(async () => {
    await recordChange(app.database, { requestId: 'hello' });
    if (!heard()) throw new Error('nobody has heard of it yet');
  });
}

describe.each(DOORS)('changed, over %s', (door) => {
  it('tells what is done from now on, in the order of the feed, and of this project alone', async () => {
    const listener = listen(url, door);
    await recordUntil(() => listener.events.length > 0);
    await recordChange(app.database, { requestId: 'elsewhere', project: 'rivers' });
    for (let count = 0; count < 50; count++) await recordChange(app.database, { requestId: `r-${count}` });
    await eventually(() => expect(listener.events.at(-1)?.requestId).toBe('r-49'));
    const told = listener.events.filter(({ requestId }) => requestId?.startsWith('r-') ?? true);
    expect(told.map(({ requestId }) => requestId)).toEqual(Array.from({ length: 50 }, (_, count) => `r-${count}`));
    expect(listener.events.some(({ requestId }) => requestId === 'elsewhere')).toBe(false);
    listener.stop();
  });

  it('goes on behind a cursor: what was done meanwhile comes once', async () => {
    const first = listen(url, door);
    await recordUntil(() => first.events.length > 0);
    first.stop();
    const after = first.events.at(-1)?.cursor;
    await recordChanges(
      app.database,
      Array.from({ length: 250 }, (_, count) => ({ requestId: `m-${count}` })),
    );
    const second = listen(url, door, { after });
    await recordChange(app.database, { requestId: 'last' });
    await eventually(() => expect(second.events.at(-1)?.requestId).toBe('last'));
    const told = second.events.map(({ requestId }) => requestId).filter((id) => id !== 'hello');
    expect(told).toEqual([...Array.from({ length: 250 }, (_, count) => `m-${count}`), 'last']);
    expect(new Set(second.events.map(({ cursor }) => cursor)).size).toBe(second.events.length);
    second.stop();
  });

  it('tells of some actions, and of some nodes, whose names stand with it', async () => {
    const name = `rivers_${door.replace('-', '_')}`;
    const define =
      'mutation ($name: String!) { defineEntity(input: {name: $name, joinKeys: [{name: "id", type: INT64}]}) { created } }';
    await app.graphql(define, { name });
    const byAction = listen(url, door, { actions: ['model:set-alias'] });
    const byNode = listen(url, door, { of: [name] });
    let count = 0;
    await eventually(async () => {
      await recordChange(app.database, { action: 'model:set-alias' });
      const update =
        'mutation ($id: Ref!, $description: String) { updateNode(input: {id: $id, description: $description}) { node { id } } }';
      await app.graphql(update, { id: name, description: `told ${count++}` });
      expect(byAction.events.length).toBeGreaterThan(0);
      expect(byNode.events.length).toBeGreaterThan(0);
    });
    expect(new Set(byAction.events.map(({ action }) => action))).toEqual(new Set(['model:set-alias']));
    expect(byNode.events.every(({ nodes }) => nodes?.[0]?.label === name)).toBe(true);
    byAction.stop();
    byNode.stop();
  });

  it.each([
    [{ actions: ['nonsense'] }, 'BAD_USER_INPUT', 'which is no action'],
    [{ actions: [] }, 'BAD_USER_INPUT', 'actions is empty'],
    [{ of: ['nothing-of-that-name'] }, 'NOT_FOUND', 'nothing-of-that-name'],
    [{ after: 'nonsense' }, 'BAD_USER_INPUT', 'is not a cursor of this list'],
    [{ after: Buffer.from('["999999999"]').toString('base64url') }, 'BAD_USER_INPUT', 'The feed has not come as far'],
    [{ of: Array(1_001).fill('x') }, 'BAD_USER_INPUT', 'at most 1000'],
  ])('says what is wrong with %j', async (variables, code, message) => {
    const listener = listen(url, door, variables);
    await eventually(() => expect(listener.errors.length + Number(listener.ended !== undefined)).toBeGreaterThan(0));
    expect(listener.errors[0]?.extensions?.code).toBe(code);
    expect(listener.errors[0]?.message).toContain(message);
    await eventually(() => expect(listener.ended).toBe('complete'));
  });

  it.each([
    ['{ projects { name } }', 'goes to POST /graphql'],
    ['mutation { __typename }', 'goes to POST /graphql'],
    ['subscription { changed { nope } }', 'Cannot query field "nope"'],
    ['subscription {', 'Syntax Error'],
    [`subscription { changed { ${'a'.repeat(10)} } } # ${'x'.repeat(100_000)}`, 'at most 100000 are read'],
    [
      `subscription { changed { nodes { ${'upstream { nodes { node { '.repeat(6)} id ${'} } }'.repeat(6)} } } }`,
      'deeper than 15',
    ],
  ])('answers no other document: %.40s', async (query, message) => {
    const listener = listen(url, door, {}, query);
    await eventually(() => expect(listener.ended).toBeDefined());
    expect(listener.errors[0]?.message).toContain(message);
  });

  it('asks for no more than its share of connections', async () => {
    const many = Array.from({ length: 25 }, () => listen(url, door));
    await eventually(() =>
      expect(many.filter(({ ended, errors }) => ended !== undefined || errors.length > 0)).toHaveLength(5),
    );
    for (const { errors, ended } of many)
      if (ended !== undefined)
        expect(JSON.stringify([errors, String(failureOf(ended))])).toMatch(/subscriptions open already|429/);
    for (const one of many) one.stop();
    await eventually(async () => {
      const again = listen(url, door);
      await recordUntil(() => again.events.length > 0 || again.ended !== undefined);
      again.stop();
      expect(again.events.length).toBeGreaterThan(0);
    });
  });
});

function failureOf(ended: unknown): unknown {
  return typeof ended === 'object' && ended !== null && 'failed' in ended
    ? `${JSON.stringify(ended.failed, ['name', 'message', 'code', 'reason'])} ${(ended.failed as { response?: { status: number } }).response?.status}`
    : ended;
}
