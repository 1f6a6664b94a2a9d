import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { statement } from '../../src/platform/database/queryable.js';
import { Seed } from '../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const SEARCH = `
  query ($text: String!, $kinds: [NodeKind!], $first: Int, $after: String) {
    search(text: $text, kinds: $kinds, first: $first, after: $after) {
      nodes { label } pageInfo { hasNextPage endCursor }
    }
  }`;

interface Found {
  readonly search: {
    readonly nodes: readonly { label: string }[];
    readonly pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  const seed = new Seed(app);
  await seed.datasetVersion('flights', { description: 'Every departure of 2001, from the Bureau.', owner: 'ada.l' });
  await seed.datasetVersion('flights_daily', { tags: [{ key: 'team', value: 'Operations' }] });
  await seed.datasetVersion('airports', { description: 'Where flights begin and end.' });
});

afterAll(() => app.close());

async function search(text: string, more: Record<string, unknown> = {}): Promise<string[]> {
  return (await app.graphql<Found>(SEARCH, { text, ...more })).search.nodes.map(({ label }) => label);
}

describe('search', () => {
  it('finds the beginnings of words, in any case', async () => {
    expect(await search('AIRP')).toEqual(['airports@1', 'airports']);
    expect(await search('dail')).toEqual(['flights_daily@1', 'flights_daily']);
  });

  it('finds only what has every word', async () => {
    expect(await search('flights departure')).toEqual(['flights@1']);
    expect(await search('flights banana')).toEqual([]);
  });

  it('looks into descriptions, owners, tag keys and tag values', async () => {
    expect(await search('bureau')).toEqual(['flights@1']);
    expect(await search('ada')).toEqual(['flights@1']);
    expect(await search('operations')).toEqual(['flights_daily@1']);
    expect(await search('team')).toEqual(['flights_daily@1']);
  });

  it('gives names before descriptions, and the exact name first', async () => {
    const found = await search('flights');

    expect(found.slice(0, 2).toSorted()).toEqual(['flights', 'flights@1']);
    expect(found.slice(2, 4).toSorted()).toEqual(['flights_daily', 'flights_daily@1']);
    expect(found.slice(4)).toEqual(['airports@1']);
  });

  it('finds what is alike where nothing has the words, the most alike first', async () => {
    expect((await search('airprots')).toSorted()).toEqual(['airports', 'airports@1']);
    expect(await search('depature')).toEqual(['flights@1']);
    expect(await search('Operatoins')).toEqual(['flights_daily@1']);
    expect(await search('fligths depature')).toEqual(['flights@1']);
    expect(await search('airprots', { kinds: ['DATASET'] })).toEqual(['airports']);
    expect(await search('zzzzqqqq')).toEqual([]);
  });

  it('gives what is alike page by page, too', async () => {
    const whole = await search('fligths');
    const paged: string[] = [];
    for (let after: string | null = null; ; ) {
      const { search: page }: Found = await app.graphql(SEARCH, { text: 'fligths', first: 2, after });
      paged.push(...page.nodes.map(({ label }) => label));
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(whole.length).toBeGreaterThan(3);
    expect(paged).toEqual(whole);
  });

  it('finds nothing alike where PostgreSQL has no pg_trgm', async () => {
    await app.database.query(statement('', 'alter function nodes_alike rename to nodes_alike_away'), []);
    try {
      expect(await search('airprots')).toEqual([]);
      expect(await search('airports')).toHaveLength(2);
    } finally {
      await app.database.query(statement('', 'alter function nodes_alike_away rename to nodes_alike'), []);
    }
  });

  it('finds a version by its label', async () => {
    expect((await search('flights@1'))[0]).toBe('flights@1');
  });

  it('keeps to the kinds that are asked for', async () => {
    expect(await search('flights', { kinds: ['DATASET'] })).toEqual(['flights', 'flights_daily']);
    expect(await search('flights', { kinds: ['MODEL'] })).toEqual([]);
  });

  it('gives every hit once, page by page', async () => {
    const whole = await search('flights');
    const paged: string[] = [];
    let after: string | null = null;
    do {
      const { search: page }: Found = await app.graphql(SEARCH, { text: 'flights', first: 2, after });
      paged.push(...page.nodes.map(({ label }) => label));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);

    expect(paged).toEqual(whole);
  });

  it.each(["it's | & ! ( ) :* <-> \\ ' flights", 'flights:*', "'flights'"])(
    'takes %j as words, not as a query language',
    async (text) => {
      await expect(search(text)).resolves.toBeDefined();
    },
  );

  it('refuses a text without any word', async () => {
    const error = await app.graphqlError(SEARCH, { text: ' ?! ' });

    expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'text' });
  });

  it('refuses a zero character, which PostgreSQL cannot store', async () => {
    const error = await app.graphqlError(SEARCH, { text: 'flights\u0000' });

    expect(error.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('stays within the project', async () => {
    await app.graphql('mutation { createProject(input: { name: "quiet" }) { project { name } } }');

    const { search: page } = await app.graphql<Found>(SEARCH, { text: 'flights' }, { project: 'quiet' });

    expect(page.nodes).toEqual([]);

    const alike = await app.graphql<Found>(SEARCH, { text: 'fligths' }, { project: 'quiet' });
    expect(alike.search.nodes).toEqual([]);
  });

  it('can be prepared later for what is alike, once PostgreSQL has pg_trgm', async () => {
    const ask = async (text: string) => app.database.query(statement('', text), []);
    await ask('drop function nodes_alike');
    await ask('drop index node_likeness');
    await ask('drop extension pg_trgm');
    expect(await search('airprots')).toEqual([]);

    await ask('create schema elsewhere');
    await ask('create extension pg_trgm schema elsewhere');
    expect(await ask('select prepare_likeness() as prepared')).toEqual([{ prepared: true }]);

    expect(await search('airprots')).toHaveLength(2);
  });

  it.each([
    ['a word said 120 times', 'd '.repeat(120)],
    ['wild cards', 'fli%_\\ghts'],
    ['an emoji', '🛫🛬'],
    ['right to left', '\u202eطيران flights\u202c'],
    ['a soft hyphen and a joiner', 'fli\u00adghts\u200d'],
  ])('is answered whatever is asked: %s', async (_what, text) => {
    expect(await search(text)).toBeInstanceOf(Array);
  });

  it('refuses a text of 100,000 characters', async () => {
    const [error] = await app.graphqlErrors(SEARCH, { text: 'flights '.repeat(12_500) });
    expect(error?.extensions.code).toBe('BAD_USER_INPUT');
  });
});
