import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Seed } from '../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const REGISTER = `
  mutation ($input: RegisterDatasetVersionInput!) {
    registerDatasetVersion(input: $input) {
      created
      dataset { label description }
      datasetVersion {
        label version digest location rowCount byteCount description owner createdBy
        tags { key value }
        columns { name type nativeType description statistics }
        dataset { label }
      }
    }
  }`;

const COMPLETE = {
  dataset: 'flights',
  digest: 'sha256:9f86d081',
  location: 's3://lake/flights/2001.parquet',
  columns: [
    {
      name: 'Origin',
      type: 'STRING',
      nativeType: 'varchar(3)',
      description: 'IATA code',
      statistics: { distinct: 59 },
    },
    { name: 'delay', type: 'INT64', nativeType: null, description: null, statistics: null },
  ],
  rowCount: 20_000,
  byteCount: 9_007_199_254_740_991,
  description: 'One year.',
  owner: 'ada',
  tags: [{ key: 'team', value: 'ops' }],
};

let app: AppUnderTest;
let seed: Seed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new Seed(app);
});

afterAll(() => app.close());

describe('registerDatasetVersion', () => {
  it('makes the dataset on first use and keeps everything that is said about the version', async () => {
    const { registerDatasetVersion } = await app.graphql<{ registerDatasetVersion: unknown }>(
      REGISTER,
      { input: COMPLETE },
      { user: 'bob' },
    );

    const { dataset, ...facts } = COMPLETE;
    expect(registerDatasetVersion).toEqual({
      created: true,
      dataset: { label: dataset, description: null },
      datasetVersion: { label: 'flights@1', version: 1, ...facts, createdBy: 'bob', dataset: { label: dataset } },
    });
  });

  it('needs no more than name, place, digest and columns', async () => {
    const input = { dataset: 'bare', digest: 'd', location: 'file:///x', columns: [] };

    expect(await app.graphql(REGISTER, { input })).toMatchObject({
      registerDatasetVersion: { datasetVersion: { rowCount: null, byteCount: null, tags: [], columns: [] } },
    });
  });
});

describe('the same content again', () => {
  it('is the same version, and says so', async () => {
    const first = await seed.datasetVersion('same', { digest: 'sha256:1' });

    const again = await first.next({ digest: 'sha256:1', location: 's3://moved', description: 'other words' });

    expect(again).toMatchObject({ id: first.id, created: false });
  });

  it.each([
    ['another digest', { digest: 'sha256:2' }],
    ['another column', { columns: [{ name: 'b', type: 'STRING' }] }],
    ['another type', { columns: [{ name: 'a', type: 'INT64' }] }],
  ])('is a new version with %s', async (what, change) => {
    const content = { digest: 'sha256:1', columns: [{ name: 'a', type: 'STRING' }] };
    const first = await seed.datasetVersion(`changed-${what.replaceAll(' ', '-')}`, content);

    expect(await first.next({ ...content, ...change })).toMatchObject({ version: 2, created: true });
  });

  it('is a new version when other content came in between', async () => {
    const first = await seed.datasetVersion('back', { digest: 'sha256:1' });
    await first.next({ digest: 'sha256:2' });

    expect(await first.next({ digest: 'sha256:1' })).toMatchObject({ version: 3, created: true });
  });
});

describe('many writers at once', () => {
  it('give the numbers from 1 without gaps', async () => {
    const made = await Promise.all(Array.from({ length: 32 }, () => seed.datasetVersion('contested')));

    expect(made.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 32 }, (_, i) => i + 1),
    );
    expect(new Set(made.map(({ dataset }) => dataset.id)).size).toBe(1);
  });

  it('make one version of identical content', async () => {
    const made = await Promise.all(
      Array.from({ length: 16 }, () => seed.datasetVersion('agreed', { digest: 'sha256:1' })),
    );

    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made.filter(({ created }) => created)).toHaveLength(1);
  });

  it('leave no gap where one of them is refused', async () => {
    const attempts = Array.from({ length: 12 }, (_, index) =>
      seed.datasetVersion('gapless', index % 3 === 0 ? { derivedFrom: ['no_such@1'] } : {}).catch(() => undefined),
    );

    const versions = (await Promise.all(attempts)).flatMap((made) => (made === undefined ? [] : [made.version]));

    expect(versions.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('what a version is made from', () => {
  it('is refused where the version would be upstream of itself', async () => {
    const raw = await seed.datasetVersion('raw', { digest: 'sha256:1' });
    const clean = await raw.derive('clean');

    const problem = seed.datasetVersion('raw', { digest: 'sha256:1', derivedFrom: [clean.label] });

    await expect(problem).rejects.toThrow(/BAD_USER_INPUT: .*cycle/);
  });

  it('is refused where two writers would close a ring together', async () => {
    const left = await seed.datasetVersion('left', { digest: 'sha256:1' });
    const right = await seed.datasetVersion('right', { digest: 'sha256:1' });

    const outcomes = await Promise.allSettled([
      left.next({ digest: 'sha256:1', derivedFrom: [right.label] }),
      right.next({ digest: 'sha256:1', derivedFrom: [left.label] }),
    ]);

    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('may be an older version of the same dataset', async () => {
    const first = await seed.datasetVersion('rolling');

    expect(await first.next({ derivedFrom: [first.label] })).toMatchObject({ version: 2 });
  });

  it('leaves nothing behind where one of the sources is unknown', async () => {
    await expect(seed.datasetVersion('orphan', { derivedFrom: ['no_such'] })).rejects.toThrow(/NOT_FOUND: .*"no_such"/);

    expect(await app.graphql('{ dataset(ref: "orphan") { id } }')).toEqual({ dataset: null });
  });

  it('has to be a dataset version', async () => {
    await expect(seed.datasetVersion('odd', { run: 'flights@1' })).rejects.toThrow(/NOT_FOUND: .*RUN "flights@1"/);
  });
});

describe('a refused version', () => {
  const column = { name: 'a', type: 'STRING' };
  it.each([
    [
      'a name with a space before it',
      { dataset: ' flights' },
      'name',
      /" flights" can't .*white space.* Write "flights"\./,
    ],
    ['a name of two lines', { dataset: 'a\nb' }, 'name', /U\+000A at place 2\. .* Write "a b"\./],
    ['an empty digest', { digest: ' ' }, 'digest', /digest is empty/],
    ['an empty location', { location: '' }, 'location', /location is empty/],
    ['a negative row count', { rowCount: -1 }, 'rowCount', /rowCount is -1/],
    ['a column without a name', { columns: [{ ...column, name: '' }] }, 'columns', /empty name/],
    [
      'a statistic that would lose digits',
      { columns: [{ ...column, statistics: { max: 2n ** 53n + 1n } }] },
      'statistics.max',
      /9007199254740993.*write it as text/,
    ],
    ['a column that stands twice', { columns: [column, column] }, 'columns', /"a" stands twice/],
  ])('names what is wrong: %s', async (_, change, field, message) => {
    const error = await app.graphqlError(REGISTER, { input: { ...COMPLETE, dataset: 'refused', ...change } });

    expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(error.message).toMatch(message);
  });

  it.each([
    ['a count with a fraction', { rowCount: 1.5 }, 400],
    ['a count beyond 2^53', { byteCount: 9_007_199_254_740_993n }, 400],
    ['a type that does not exist', { columns: [{ name: 'a', type: 'FLOAT' }] }, 400],
  ])('is refused by the schema already: %s', async (_, change, status) => {
    const answer = await app.graphqlAnswer(REGISTER, { input: { ...COMPLETE, ...change } });

    expect(answer.status).toBe(status);
    expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  });
});
