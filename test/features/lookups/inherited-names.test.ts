import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parquetFile } from '../../support/foreign/parquet-file.js';
import { lookUp, seedFeatureSet, WRITE_FEATURES } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { createTrainingSet } from '../../training-sets/training-client.js';
import { ingest } from '../ingest/ingest-client.js';

const TIME = '2026-01-01T00:00:00Z';

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  await seedFeatureSet(app, { name: 'built', features: [{ name: 'constructor', type: 'STRING' }] });
  await seedFeatureSet(app, {
    name: 'keyed',
    entity: 'builder',
    joinKeys: [{ name: 'constructor', type: 'STRING' }],
    features: [{ name: 'n', type: 'INT64' }],
  });
});

afterAll(() => app.close());

describe('a name that every object inherits', () => {
  it('is missing where a row does not give it', async () => {
    const input = { featureSet: 'built', rows: [{ airport: 'SEA', event_time: TIME }] };
    await expect(app.graphql(WRITE_FEATURES, { input })).rejects.toThrow('rows[0].constructor is nothing');
    const { body } = await ingest(url, 'built', `airport,event_time\nSEA,${TIME}\n`, { type: 'text/csv' });
    expect(body.detail).toContain('row 1.constructor is nothing');
  });

  it('is missing where a key does not give it', async () => {
    await expect(lookUp(app, ['keyed:n'], [{}])).rejects.toThrow('"constructor" of entities[0] is missing');
  });

  it('is missing where a row of a spine does not give it', async () => {
    const row = { airport: 'SEA', event_time: TIME };
    const spine = [{ ...row, constructor: 1 }, row];
    const made = createTrainingSet(app, { name: 'joined', features: ['built:constructor'], spine });
    await expect(made).rejects.toThrow('"constructor"');
    await seedFeatureSet(app, { name: 'plain', features: [{ name: 'n', type: 'INT64' }] });
    const other = createTrainingSet(app, { name: 'joined', features: ['plain:n'], spine });
    await expect(other).rejects.toThrow('spine[1] has no "constructor"');
  });

  it.each([
    [
      'NDJSON',
      'application/x-ndjson',
      async () => `{"airport":"SEA","constructor":"x","event_time":"${TIME}","__proto__":1}`,
    ],
    ['CSV', 'text/csv', async () => `airport,constructor,event_time,__proto__\nSEA,x,${TIME},1\n`],
    [
      'Parquet',
      'application/vnd.apache.parquet',
      () => parquetFile(`select 'SEA' airport, 'x' "constructor", timestamptz '${TIME}' event_time, 1 as "__proto__"`),
    ],
  ])('is a column of %s like any other', async (_format, type, body) => {
    const answer = await ingest(url, 'built', await body(), { type });
    expect(answer.body.detail).toContain('row 1 has "__proto__"');
  });
});

it('a spine of very many columns is read in time that grows with them', async () => {
  const make = async (columns: number) => {
    const names = Array.from({ length: columns }, (_, at) => `c${at}`);
    const row = { airport: 'SEA', event_time: TIME, ...Object.fromEntries(names.map((name) => [name, 1])) };
    const before = process.cpuUsage();
    const response = await fetch(`${url}/v1/training-sets?name=wide_${columns}&features=built:constructor`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: JSON.stringify(row),
    });
    expect(response.status).toBe(202);
    return process.cpuUsage(before).user / 1_000;
  };
  await make(1_000);
  const half = await make(4_500);
  expect(await make(9_000)).toBeLessThan(3 * half + 300);
});
