import { beforeAll, describe, expect, it } from '@jest/globals';
import { createSchema } from '../../../src/app.js';
import { readConfig } from '../../../src/config.js';
import { LocalDocuments } from '../../../src/platform/graphql/local-documents.js';

let documents: LocalDocuments;

beforeAll(async () => {
  documents = new LocalDocuments(await createSchema(readConfig({})), ({ name }) => name === 'onlineFeatures');
});

const LOOKUP = 'onlineFeatures(features: ["a:b"], entities: [{k: 1}])';
const OWN = 'onlineFeatures(entities: [{k: 1}])';

describe('a document that is nothing but lookups', () => {
  it.each([
    `{ ${LOOKUP} { values } }`,
    `query Q($e: EntityKeys!) { onlineFeatures(features: ["a:b"], entities: $e) { values statuses readAt __typename } }`,
    `{ one: ${LOOKUP} { values } other: ${LOOKUP} { columns { ref name } modelVersion { label version } } __typename }`,
    `{ deployment(ref: "production/x") { label ${OWN} { values } } }`,
    `{ modelVersion(ref: "m@1") { label tags: name ${OWN} { values } } }`,
    `query A { ${LOOKUP} { values } } query B { ${LOOKUP} { statuses } }`,
    `{ ...f } fragment f on Query { ${LOOKUP} { ...t } } fragment t on FeatureTable { values }`,
    `query ($no: Boolean!) { ${LOOKUP} { values ages @skip(if: $no) ... on FeatureTable { freshAt } } }`,
  ])('is answered here: %s', (document) => {
    expect([documents.has(document), documents.has(document)]).toEqual([true, true]);
  });
});

describe('any other document', () => {
  it.each([
    '{ __typename }',
    '{ __schema { types { name } } }',
    '{ datasets { nodes { id } } }',
    `{ ${LOOKUP} { values } datasets { nodes { id } } }`,
    `{ ${LOOKUP} { values modelVersion { label run { id } } } }`,
    `{ ${LOOKUP} { values modelVersion { frozenLineage { complete } } } }`,
    '{ deployment(ref: "x") { label } }',
    `{ deployment(ref: "x") { upstream { nodes { depth } } ${OWN} { values } } }`,
    `{ deployments { nodes { ${OWN} { values } } } }`,
    `query A { ${LOOKUP} { values } } mutation B { createProject(input: {name: "x"}) { project { name } } }`,
    '{ historicalFeatures(features: ["a:b"], spine: []) { values } }',
    `{ ${LOOKUP} }`,
    `{ ${LOOKUP} { nope } }`,
    `{ ...missing }`,
    '{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }',
    'not GraphQL',
    '',
  ])('is for others: %s', (document) => {
    expect(documents.has(document)).toBe(false);
  });

  it.each([
    ['not text', undefined],
    ['a list', [`{ ${LOOKUP} { values } }`]],
    ['long', `{ ${LOOKUP} { values } } #${'x'.repeat(10_000)}`],
    ['deep', '{'.repeat(8_000)],
    ['deep in lists', `{ onlineFeatures(features: ${'['.repeat(8_000)}`],
    ['of many fields', `{ ${LOOKUP} { ${'values '.repeat(800)} } }`],
    ['of many fields, once written out', doubling(12)],
    ['of many tokens', `{ ${LOOKUP} { ${'v '.repeat(4_000)} } }`],
  ])('is for others without being looked at for long: %s', (_, document) => {
    const begin = performance.now();
    for (let time = 0; time < 100; time++) expect(documents.has(document)).toBe(false);
    expect(performance.now() - begin).toBeLessThan(2_000);
  });
});

/** Fragments that each spread the next one twice. */
function doubling(times: number): string {
  const fragments = Array.from(
    { length: times },
    (_, index) => `fragment f${index} on FeatureTable { ...f${index + 1} ...f${index + 1} }`,
  );
  return `{ ${LOOKUP} { ...f0 } } ${fragments.join(' ')} fragment f${times} on FeatureTable { values }`;
}
