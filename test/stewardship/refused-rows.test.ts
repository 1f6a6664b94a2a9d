import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ingest } from '../features/ingest/ingest-client.js';
import { casesOf } from '../support/cases.js';
import { seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const TIME = '2026-01-01T00:00:00Z';
const FEATURES = [
  { name: 'n', type: 'INT64' },
  { name: 'note', type: 'STRING' },
];

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  const keyed = (entity: string, type: string) =>
    seedFeatureSet(app, { name: `${entity}_set`, entity, joinKeys: [{ name: entity, type }], features: FEATURES });
  await keyed('passenger', 'STRING');
  await keyed('account', 'INT64');
  await seedFeatureSet(app, {
    name: 'leg_set',
    entity: 'leg',
    joinKeys: ['origin', 'destination'].map((name) => ({ name, type: 'STRING' })),
    features: FEATURES,
  });
});

afterAll(() => app.close());

const KEYS = { passenger: { passenger: 'P1' }, account: { account: 17 }, leg: { origin: 'SEA', destination: 'DEN' } };
type Keyed = keyof typeof KEYS;
/** What is special about a refused row, of which entity, and the row. */
type Row = readonly [string, Keyed, string];

async function traced(entity: Keyed): Promise<number> {
  const { entityTrace } = await app.graphql<{
    entityTrace: { refusedRows: { featureSetVersion: { label: string }; rows: number }[] };
  }>(
    'query ($entity: Ref!, $key: EntityKey!) { entityTrace(entity: $entity, key: $key) { refusedRows { featureSetVersion { label } rows } } }',
    { entity, key: KEYS[entity] },
  );
  return entityTrace.refusedRows.reduce((sum, { rows }) => sum + rows, 0);
}

/** Has the rows refused, and erases the key: how many were traced before, and what is special about those that stay. */
async function erase(entity: Keyed, rows: readonly Row[], text: string, type = 'application/x-ndjson') {
  await writeRows(app, `${entity}_set`, [{ ...KEYS[entity], n: 1, note: 'x', event_time: TIME }]);
  const before = await traced(entity);
  const { body } = await ingest(url, `${entity}_set`, text, { query: '?on-error=skip', type });
  expect(body.rejected).toBe(rows.length);
  const found = (await traced(entity)) - before;
  await app.graphql('mutation ($input: EraseEntityInput!) { eraseEntity(input: $input) { erased } }', {
    input: { entity, key: KEYS[entity] },
  });
  const left = (await (await fetch(`${url}${body.badRows}`)).text()).split('\n').filter((line) => line !== '');
  return { found, left: left.map((line) => rows[JSON.parse(line).row - 1]?.[0]) };
}

const more = `"event_time":"${TIME}"`;

const ERASED: readonly Row[] = [
  ['with the key and a bad value', 'passenger', `{"passenger":"P1","n":"x","note":"x",${more}}`],
  ['with the name of the key escaped', 'passenger', `{"passen\\u0067er":"P1","n":"x","note":"x",${more}}`],
  ['with the key itself escaped', 'passenger', `{"passenger":"\\u0050\\u0031","n":"x","note":"x",${more}}`],
  ['with the name in capitals', 'passenger', `{"Passenger":"P1","n":1,"note":"x",${more}}`],
  ['with the name misspelt', 'passenger', `{"pasenger":"P1","n":1,"note":"x",${more}}`],
  ['with the key within a value', 'passenger', `{"data":{"passenger":["P1"]},"n":1,"note":"x",${more}}`],
  ['with the key as a name', 'passenger', `{"P1":5,${more}}`],
  ['with broken JSON', 'passenger', `{"passenger":"P1","n":}`],
  ['with broken JSON that escapes the key', 'passenger', `{"passen\\u0067er":"\\u00501","n":}`],
  ['as Python writes it', 'passenger', `{'passenger': 'P1', 'n': None}`],
  ['that is no object', 'passenger', `["P1", 5]`],
  ['that is a list with a number', 'account', '[17, 5]'],
  ['with broken JSON and a misspelt name', 'account', '{"acount":17,"n":}'],
  ['that ends in the key', 'passenger', `{"note":"${'x'.repeat(173)}","passenger":"P1","n":}`],
  ['with a number as text', 'account', `{"account":"17","n":1,"note":"x",${more}}`],
  ['with a number with a point', 'account', `{"account":17.0,"n":"x","note":"x",${more}}`],
  ['with a number as text with a point', 'account', `{"account":"17.00","n":1,"note":"x",${more}}`],
  ['with an exponent', 'account', `{"account":"1.7e1","n":1,"note":"x",${more}}`],
  ['with broken JSON and an exponent', 'account', `{"account":170e-1,"n":}`],
  ['that holds U+0000', 'passenger', `{"passenger":"P1","n":1,"note":"\\u0000",${more}}`],
  ['that holds half a surrogate pair', 'passenger', `{"passenger":"P1","n":1,"note":"\\ud83d",${more}}`],
  [
    'whose message is cut within a character',
    'passenger',
    `{"passenger":"P1","n":"${'n'.repeat(75)}😀😀😀","note":"x",${more}}`,
  ],
  ['of two keys', 'leg', `{"origin":"SEA","destination":"DEN","n":"x","note":"x",${more}}`],
  ['of two keys, one misspelt', 'leg', `{"origin":"SEA","destinaton":"DEN","n":1,"note":"x",${more}}`],
];

const STAYING: readonly Row[] = [
  ['of a key that begins alike', 'passenger', `{"passenger":"P12","n":"x","note":"x",${more}}`],
  ['of another key that mentions it', 'passenger', `{"passenger":"P2","n":"x","note":"P1",${more}}`],
  ['of another key with an unknown column', 'passenger', `{"passenger":"P2","friend":"P1","n":1,"note":"x",${more}}`],
  ['of another key in capitals', 'passenger', `{"Passenger":"P2","friend":"P1","n":1,"note":"x",${more}}`],
  ['of a key in another case', 'passenger', `{"passenger":"p1","n":"x","note":"x",${more}}`],
  ['of nobody, whose feature has its value', 'account', `{"n":17,"note":"x",${more}}`],
  ['with broken JSON, of another key', 'passenger', `{"passenger":"P2","note":"P1","n":}`],
  ['with broken JSON, of a key that begins alike', 'passenger', `{"passenger":"P12","n":}`],
  ['of a larger number', 'account', `{"account":"170","n":1,"note":"x",${more}}`],
  ['of the same number to its tenth', 'account', `{"account":17.1,"n":1,"note":"x",${more}}`],
  ['with broken JSON, whose time has its number', 'account', '{"n":,"event_time":"2026-01-01T00:17:00Z"}'],
  ['of two keys, turned around', 'leg', `{"origin":"DEN","destination":"SEA","n":"x","note":"x",${more}}`],
  ['of two keys, one of them another', 'leg', `{"origin":"SEA","destination":"LAX","n":"x","note":"x",${more}}`],
];

const CELLS: readonly Row[] = [
  ['with too many cells', 'passenger', 'P1,1,x,2026,5'],
  ['with too few cells and quotes', 'passenger', '"P1",1'],
  ['of another key', 'passenger', 'P12,1,about P1,2026,5'],
  ['with a bad value', 'passenger', 'P1,x,y,2026-01-01T00:00:00Z'],
];

const linesOf = (rows: readonly Row[]) => `${rows.map(([, , line]) => line).join('\n')}\n`;

describe('a refused row', () => {
  it.each(Object.keys(KEYS) as Keyed[])(
    'is erased with its key and traced before, and no other one: of a %s',
    async (entity) => {
      const [erased, staying] = [ERASED, STAYING].map((rows) => rows.filter(([, of]) => of === entity)) as [
        Row[],
        Row[],
      ];
      const rows = [...erased, ...staying];

      const { found, left } = await erase(entity, rows, linesOf(rows));

      expect(left).toEqual(staying.map(([what]) => what));
      expect(found).toBe(erased.length);
    },
  );

  it('of a CSV is judged by its cells', async () => {
    const text = `passenger,n,note,event_time\n${linesOf(CELLS)}`;

    expect(await erase('passenger', CELLS, text, 'text/csv')).toEqual({ found: 3, left: ['of another key'] });
  });
});

describe('refused rows of very many ingests', () => {
  const INGESTS = 130;

  beforeAll(async () => {
    await seedFeatureSet(app, {
      name: 'visitor_set',
      entity: 'visitor',
      joinKeys: [{ name: 'visitor', type: 'STRING' }],
      features: FEATURES,
    });
    await app.database.dataSource.query(
      `with made as (
         insert into ingest (id, project, answer, created_by)
         select gen_random_uuid(), 'default', ('{"featureSet":"visitor_set@1","rejected":2,"errors":' || json_build_array(
             json_build_object('row', 1, 'message', 'is wrong', 'content', json_build_object('visitor', 'V1', 'n', 'x')),
             json_build_object('row', 2, 'message', 'is wrong', 'content', json_build_object('visitor', 'V2', 'n', repeat('x', $1)))) || '}')::json, 'test'
         from generate_series(1, $2::int) returning id)
       insert into ingest_bad_row (ingest_id, row, problem, content)
       select id, row, 'is wrong', json_build_object('visitor', 'V' || row)::text from made, generate_series(1, 2) as row`,
      [casesOf(60_000, 300_000), INGESTS],
    );
  });

  const counted = async (visitor: string) => {
    const { entityTrace } = await app.graphql<{ entityTrace: { refusedRows: { rows: number }[] } }>(
      'query ($key: EntityKey!) { entityTrace(entity: "visitor", key: $key) { refusedRows { rows } } }',
      { key: { visitor } },
    );
    return entityTrace.refusedRows.map(({ rows }) => rows);
  };

  it('are traced and erased a few at a time', async () => {
    const before = process.memoryUsage.rss();
    let peak = before;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 5);
    expect(await counted('V1')).toEqual([INGESTS]);
    clearInterval(timer);
    expect(peak - before).toBeLessThan(150 * 1024 * 1024);

    await app.graphql('mutation ($input: EraseEntityInput!) { eraseEntity(input: $input) { erased } }', {
      input: { entity: 'visitor', key: { visitor: 'V1' } },
    });

    expect([await counted('V1'), await counted('V2')]).toEqual([[], [INGESTS]]);
  });

  it('are erased once by two who ask at the same time', async () => {
    const erase = () =>
      app.graphql<{ eraseEntity: { erased: boolean } }>(
        'mutation ($input: EraseEntityInput!) { eraseEntity(input: $input) { erased } }',
        { input: { entity: 'visitor', key: { visitor: 'V2' } } },
      );

    const answers = await Promise.all([erase(), erase(), erase()]);

    expect(answers.filter(({ eraseEntity }) => eraseEntity.erased)).toHaveLength(1);
    expect(await counted('V2')).toEqual([]);
  });
});
