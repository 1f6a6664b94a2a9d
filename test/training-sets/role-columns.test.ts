import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { createTrainingSet, rowsOf } from './training-client.js';
import { at, fresh } from './two-sets.js';

const EVENT = { event_time: at(2) };
let app: AppUnderTest;
let url: string;
/** Of airports: `n`, and `carrier`. Of carriers: `n`, and `airport`. */
let airports: string;
let carriers: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  const seed = async (entity: string, other: string) => {
    const features = [
      { name: 'n', type: 'INT64' },
      { name: other, type: 'STRING' },
    ];
    const joinKeys = [{ name: entity, type: 'STRING' }];
    return seedFeatureSet(app, { name: `${entity}s`, entity, joinKeys, features });
  };
  airports = await seed('airport', 'carrier');
  carriers = await seed('carrier', 'airport');
  await writeRows(app, airports, [{ airport: 'SEA', n: 1, carrier: 'AS', event_time: at(1) }]);
  await writeRows(app, carriers, [{ carrier: 'AS', n: 2, airport: 'DEN', event_time: at(1) }]);
});

afterAll(() => app.close());

async function joined(features: readonly string[], row: object): Promise<unknown> {
  const job = await createTrainingSet(app, { name: fresh('columns'), features, spine: [{ ...row, ...EVENT }] });
  expect(job.error).toBeNull();
  return (await rowsOf(url, job.datasetVersion?.label ?? ''))[0];
}

describe('the columns of a training set', () => {
  it('name a feature by its set where a join key has its name', async () => {
    const row = { airport: 'SEA', carrier: 'AS' };

    expect(await joined([`${airports}:carrier`, `${carriers}:*`], row)).toEqual({
      ...row,
      ...EVENT,
      airports__carrier: 'AS',
      n: 2,
      carriers__airport: 'DEN',
    });
  });

  it('name it by its set where the column of a role has its name, too', async () => {
    const row = { airport: 'SEA', n: 'AS' };

    expect(await joined([`${airports}:n`, `${carriers}:n~n`], row)).toEqual({
      ...row,
      ...EVENT,
      airports__n: 1,
      n__n: 2,
    });
  });

  it('come from as many roles as are let in, in any order', async () => {
    const roles = Array.from({ length: 250 }, (_, index) => `r${index}`);
    const spine = Object.fromEntries(roles.map((role, index) => [role, index % 2 === 0 ? 'SEA' : 'XXX']));
    const features = ['n', 'carrier', 'n'].flatMap((feature, turn) =>
      roles.map((role) => `${turn === 2 ? `${airports}:${feature}~${role}_again` : `${airports}:${feature}~${role}`}`),
    );
    const again = Object.fromEntries(roles.map((role) => [`${role}_again`, spine[role]]));

    expect(await joined(features, { ...spine, ...again })).toEqual({
      ...spine,
      ...again,
      ...EVENT,
      ...Object.fromEntries(roles.map((role, index) => [`${role}__n`, index % 2 === 0 ? 1 : null])),
      ...Object.fromEntries(roles.map((role, index) => [`${role}__carrier`, index % 2 === 0 ? 'AS' : null])),
      ...Object.fromEntries(roles.map((role, index) => [`${role}_again__n`, index % 2 === 0 ? 1 : null])),
    });
  });

  it('change the set from one to the next, as often as there is room for', async () => {
    const names = Array.from({ length: 2_400 }, (_, index) => `f${index}`);
    const features = names.map((name) => ({ name, type: 'STRING' }));
    const wide = await seedFeatureSet(app, { name: 'wide', features });
    const values = Object.fromEntries(names.map((name) => [name, `value of ${name}`]));
    await writeRows(app, wide, [{ airport: 'SEA', ...values, event_time: at(1) }]);
    const alternating = names.flatMap((name) => [`${wide}:${name}~a`, `${wide}:${name}~b`]);

    expect(await joined(alternating, { a: 'SEA', b: 'XXX' })).toMatchObject({
      ...Object.fromEntries(names.map((name) => [`a__${name}`, values[name]])),
      ...Object.fromEntries(names.map((name) => [`b__${name}`, null])),
    });
  });
});
