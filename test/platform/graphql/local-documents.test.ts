import { beforeAll, describe, expect, it } from '@jest/globals';
import { createSchema } from '../../../src/app.js';
import { readConfig } from '../../../src/config.js';
import { LocalDocuments } from '../../../src/platform/graphql/documents/local-documents.js';

let documents: LocalDocuments;

beforeAll(async () => {
  documents = new LocalDocuments(await createSchema(readConfig({})), {
    isLocal: ({ name }) => name === 'onlineFeatures',
    quick: true,
  });
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
    expect([documents.kindOf(document), documents.kindOf(document)]).toEqual(['local', 'local']);
  });
});

describe('any other document', () => {
  it.each([
    '{ __typename }',
    '{ __schema { types { name } } }',
    `{ ${LOOKUP} { values } datasets { nodes { id } } }`,
    `{ ${LOOKUP} { values modelVersion { label run { id } } } }`,
    `{ ${LOOKUP} { values modelVersion { frozenLineage { complete } } } }`,
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
    expect(documents.kindOf(document)).toBeUndefined();
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
    for (let time = 0; time < 100; time++) expect(documents.kindOf(document)).toBeUndefined();
    expect(performance.now() - begin).toBeLessThan(2_000);
  });
});

describe('a document whose pages decide', () => {
  const byVariable = 'query ($n: Int = 100) { runs(first: $n) { nodes { id name status } pageInfo { endCursor } } }';

  it.each([
    [
      'a page of a hundred with ten fields',
      `{ runs(first: 100) { nodes { ${'id '.repeat(10)} } pageInfo { endCursor } } }`,
      {},
      'quick',
    ],
    ['a page of a thousand', '{ runs(first: 1000) { nodes { id name } } }', {}, undefined],
    ['what it says where no variable does', byVariable, {}, 'quick'],
    ['a variable that asks for little', byVariable, { n: 10 }, 'quick'],
    ['a variable that asks for much', byVariable, { n: 1_000 }, undefined],
    [
      'the longer of two operations',
      `query A { runs { nodes { id } } } query B { runs(first: 1000) { nodes { id } } }`,
      {},
      undefined,
    ],
  ])('is here or there: %s', (_, document, variables, kind) => {
    expect([documents.kindOf(document, variables), documents.kindOf(document, variables)]).toEqual([kind, kind]);
  });
});

describe('a document that takes no time that counts', () => {
  it.each([
    '{ datasets { nodes { id } } }',
    '{ deployment(ref: "x") { label } }',
    'query ($ref: Ref!) { datasetVersion(ref: $ref) { id label createdAt dataset { name } __typename } }',
    'query ($filter: RunFilter, $n: Int) { runs(filter: $filter, first: $n) { nodes { ...r } pageInfo { endCursor } } } fragment r on Run { id status }',
    'query A { run(id: "a") { id } } query B { run(id: "b") { id } }',
    'mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written } }',
    'mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }',
  ])('is answered here, too: %s', (document) => {
    expect([documents.kindOf(document), documents.kindOf(document)]).toEqual(['quick', 'quick']);
  });

  it.each([
    ['asks for more than one field', '{ datasets { nodes { id } } models { nodes { id } } }'],
    ['walks', '{ modelVersion(ref: "a@1") { upstream { nodes { depth } } } }'],
    ['asks for whole lists of objects', '{ run(id: "a") { metrics { name } } }'],
    ['asks for free JSON', '{ run(id: "a") { metadata } }'],
    ['hides it in a fragment', '{ run(id: "a") { ...f } } fragment f on Run { metadata }'],
    ['asks about the schema', '{ __schema { types { name } } }'],
    ['asks about a type', '{ run(id: "a") { id } __type(name: "Run") { name } }'],
    ['guards', 'mutation { deleteNode(input: {ref: "a"}) { node { id } } }'],
    ['asks for a walk besides', 'query A { run(id: "a") { id } } query B { lineage(of: []) { complete } }'],
  ])('is for others where it %s', (_, document) => {
    expect(documents.kindOf(document)).toBeUndefined();
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
