import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ');
const chain = (count: number, make: (next: number, index: number) => string) =>
  times(count, (index) => `fragment f${index} on Query { ${make(index + 1, index)} }`);
const INTROSPECTION = '__schema { types { fields { args { type { name } } type { ofType { name } } } } }';

/** Each would take seconds, or more memory than there is, if it were looked at as it stands. */
const HOSTILE: readonly [name: string, document: string][] = [
  ['one field over and over', `{ ${'__typename '.repeat(4_900)} }`],
  ['one field with arguments over and over', `{ ${'node(id: "x") { id } '.repeat(500)} }`],
  ['one field over and over, within itself', `{ ${'datasets { nodes { id } } '.repeat(600)} }`],
  [
    'fragments that double each other',
    `{ ...f0 } ${chain(300, (next) => `...f${next} ...f${next}`)} fragment f300 on Query { __typename }`,
  ],
  ['lists within lists', `{ node(id: ${'['.repeat(4_900)}`],
  ['selections within selections', '{ a '.repeat(2_400)],
  ['objects within objects', `{ node(id: ${'{a:'.repeat(1_600)}1${'}'.repeat(1_600)}) { id } }`],
  ['comments', `${'#\n'.repeat(300_000)}{ __typename }`],
  ['a thousand errors after many lines', `${'\n'.repeat(90_000)}{ ${times(1_000, (i) => `no${i}`)} }`],
  [
    'a conflict of many fields after many lines',
    `${'\n'.repeat(90_000)}{ ${times(60, (i) => `node(id: "${i}") { id }`)} }`,
  ],
  [
    'a name that every error repeats',
    `query ${'q'.repeat(90_000)} { ${times(100, (i) => `node(id: $v${i}) { id }`)} }`,
  ],
  ['an operation per three tokens', times(900, (i) => `query q${i} { a }`)],
  ['a variable per three tokens', `query (${times(1_200, (i) => `$v${i}: Int`)}) { __typename }`],
  ['directives', `{ __typename ${'@skip(if: false) '.repeat(600)} }`],
  ['aliases', `{ ${times(51, (i) => `a${i}: __typename`)} }`],
  ['aliases in a fragment', `{ ...f } fragment f on Query { ${times(51, (i) => `a${i}: __typename`)} }`],
  ['the whole schema forty times', `{ ${times(40, (i) => `a${i}: ${INTROSPECTION}`)} }`],
  [
    'the schema within the schema',
    `{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`,
  ],
];

describe('a hostile document', () => {
  it.each(HOSTILE)('is refused at once: %s', async (_name, document) => {
    const begin = process.cpuUsage();

    const { status, errors } = await app.graphqlAnswer(document);

    expect(process.cpuUsage(begin).user / 1_000).toBeLessThan(1_500);
    expect(status).toBe(400);
    expect(errors.length).toBeLessThanOrEqual(101);
    for (const error of errors) expect(error.extensions.code).toMatch(/^(TOO_COMPLEX|BAD_USER_INPUT)$/);
    expect(JSON.stringify(errors).length).toBeLessThan(100_000);
    expect(app.log.filter(({ msg }) => msg === 'a resolver failed')).toEqual([]);
  });

  it('says which field it asks for too often', async () => {
    const error = await app.graphqlError(`{ ${'projects { name } '.repeat(100)} }`);

    expect(error.message).toContain('asks for "projects" 100 times in one place');
  });

  it.each([
    '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }',
    '{ datasets { nodes { ...a } } } fragment a on Dataset { versions { nodes { dataset { ...a } } } }',
    // Nothing else may be looked at then: pairs of like fields would be compared.
    `fragment a on Query { ...a } { ${'node(id: "ab") { id } '.repeat(540)} }`,
  ])('that holds itself is named: %.70s', async (document) => {
    const { errors } = await app.graphqlAnswer(document);

    expect(errors.map(({ message }) => message)).toEqual(['The fragment "a" spreads itself; leave that out.']);
    expect(errors[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('a document at the limit', () => {
  it('passes with as many aliases as are allowed, and levels', async () => {
    await expect(app.graphql(`{ ${times(50, (i) => `a${i}: __typename`)} }`)).resolves.toBeDefined();
    const levels = (count: number) =>
      `{ datasets(first: 1) { nodes ${'{ versions(first: 1) { nodes { dataset '.repeat((count - 3) / 3)}{ id }${' } } }'.repeat((count - 3) / 3)} } }`;

    await expect(app.graphql(levels(15))).resolves.toBeDefined();
    expect((await app.graphqlError(levels(18))).extensions.code).toBe('TOO_COMPLEX');
  });

  it('may ask for the same things in several fragments', async () => {
    const fragments = times(
      20,
      (i) => `fragment f${i} on Query { projects { name } ... on Query { projects { name } } }`,
    );

    await expect(app.graphql(`{ ${times(20, (i) => `...f${i}`)} } ${fragments}`)).resolves.toBeDefined();
  });

  it('may ask for everything about the schema', async () => {
    const full = getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    });

    await expect(app.graphql(full)).resolves.toBeDefined();
  });

  it('says that a node is no dataset only once, whatever the depth of its fragments', async () => {
    const deep = `{ ...f0 } ${chain(200, (next) => `...f${next}`)} fragment f200 on Query { projects { name } }`;

    await expect(app.graphql(deep)).resolves.toBeDefined();
  });
});
