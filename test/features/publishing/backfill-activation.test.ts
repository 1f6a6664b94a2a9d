import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lookUp, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { contentsOf } from '../ingest/ingest-client.js';
import { activationsOf, BACKFILL, backfill, currentOf, M, N, publish, row } from './publishing-client.js';

let app: AppUnderTest;
let names = 0;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

async function filled(airports: readonly string[], features = [N, { ...M, defaultValue: 5 }]): Promise<string> {
  const name = `set_${++names}`;
  await publish(app, name, [N, { name: 'x', type: 'STRING', defaultValue: null }]);
  await writeRows(
    app,
    name,
    airports.map((airport, index) => row(airport, { n: index })),
  );
  await publish(app, name, [...features, { name: 'x', type: 'STRING', defaultValue: null }]);
  return name;
}

describe('a backfill that activates', () => {
  it('switches when everything was copied, in its last call, and not before', async () => {
    const name = await filled(['AAA', 'BBB', 'CCC']);
    const ask = { featureSet: `${name}@2`, activate: true, maxRows: 2, reason: 'adds m' };

    const first = await backfill(app, ask);
    expect([first.activated, await currentOf(app, name)]).toEqual([false, `${name}@1`]);
    const last = await backfill(app, { ...ask, cursor: first.cursor });

    expect(last).toMatchObject({ read: 1, written: 1, cursor: null, activated: true });
    expect((await lookUp(app, [`${name}:*`], [{ airport: 'CCC' }])).values).toEqual([[2, 5, null]]);
    expect((await activationsOf(app, name))[0]).toMatchObject({
      to: { label: `${name}@2` },
      cause: 'BACKFILL',
      forced: false,
      reason: 'adds m',
    });
    expect(await backfill(app, { featureSet: `${name}@2`, activate: true })).toMatchObject({ activated: false });
  });

  it('brings along what was written into the earlier version meanwhile, corrections too', async () => {
    const name = await filled(['AAA', 'BBB', 'CCC']);
    const ask = { featureSet: `${name}@2`, activate: true, maxRows: 2 };

    const first = await backfill(app, ask);
    await writeRows(app, name, [row('AAA', { n: 70 }), row('AA0', { n: 71 }), row('BBB', { n: 72 }, 3)]);
    const last = await backfill(app, { ...ask, maxRows: 100, cursor: first.cursor });

    expect(last).toMatchObject({ read: 2, written: 4, activated: true });
    const airports = ['AAA', 'AA0', 'BBB', 'CCC'].map((airport) => ({ airport }));
    expect((await lookUp(app, [`${name}:n`], airports)).values).toEqual([[70], [71], [72], [2]]);
    expect((await lookUp(app, [`${name}@1:n`], airports)).values).toEqual([[70], [71], [72], [2]]);
  });

  it('leaves alone what the later version learnt for itself', async () => {
    const name = await filled(['AAA']);
    await writeRows(app, `${name}@2`, [row('AAA', { n: 9, m: 9 })]);

    await backfill(app, { featureSet: `${name}@2`, activate: true });

    expect((await lookUp(app, [`${name}:n`, `${name}:m`], [{ airport: 'AAA' }])).values).toEqual([[9, 9]]);
  });

  it('refuses an incompatible version before it copies anything, unless forced with a reason', async () => {
    const name = await filled(['AAA'], [M]);
    const ask = { featureSet: `${name}@2`, activate: true };

    const { message } = await app.graphqlError(BACKFILL, { input: ask });

    expect(message).toContain('removes n');
    expect(await contentsOf(app, `${name}@2`)).toEqual({ online: [], history: [] });
    expect((await app.graphqlError(BACKFILL, { input: { ...ask, force: true } })).extensions.field).toBe('reason');
    await app.graphqlError(BACKFILL, { input: { featureSet: `${name}@2`, force: true, reason: 'r' } });
    expect(await backfill(app, { ...ask, force: true, reason: 'n was wrong' })).toMatchObject({ activated: true });
  });

  it('never switches half: an entity that only the current version has leaves everything as it was', async () => {
    const name = await filled(['AAA', 'BBB']);
    await publish(app, name, [N, { name: 'x', type: 'STRING', defaultValue: null }, M]);
    // The second version has one of the two entities; the third is filled from it.
    await writeRows(app, `${name}@2`, [row('AAA', { n: 1, m: 1 })]);
    const before = await activationsOf(app, name);

    const { message } = await app.graphqlError(BACKFILL, {
      input: { featureSet: `${name}@3`, from: `${name}@2`, activate: true },
    });

    expect(message).toContain('1 of the 2 entities');
    expect(await currentOf(app, name)).toBe(`${name}@1`);
    expect(await activationsOf(app, name)).toEqual(before);
    const forced = await backfill(app, {
      featureSet: `${name}@3`,
      from: `${name}@2`,
      activate: true,
      force: true,
      reason: 'BBB is closed',
    });
    expect(forced.activated).toBe(true);
    expect((await activationsOf(app, name))[0]).toMatchObject({ forced: true, reason: 'BBB is closed' });
  });

  it('wants a version by its name, and activate from the first call on', async () => {
    const name = await filled(['AAA', 'BBB']);
    const { cursor } = await backfill(app, { featureSet: `${name}@2`, maxRows: 1 });

    const late = await app.graphqlError(BACKFILL, { input: { featureSet: `${name}@2`, activate: true, cursor } });
    const unpinned = await app.graphqlError(BACKFILL, { input: { featureSet: name, activate: true } });

    expect(late.message).toContain('begin without a cursor');
    expect(unpinned.message).toContain(`means ${name}@1, which is current`);
  });
});
