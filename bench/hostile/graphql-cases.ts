import { type HostileCase, type HostileTargets, postJson } from './hostile-case.js';

const REGISTER_DATASET =
  'mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created } }';
const START_RUN = 'mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }';

/** Documents and variables. */
export function graphqlCases({ wide }: HostileTargets): HostileCase[] {
  const document = (work: string, query: string, variables: object = {}): HostileCase => ({
    work: `GraphQL: ${work}`,
    send: (url) =>
      postJson(url, '/graphql', JSON.stringify({ query, variables }).replace('"LONG"', '12345678901234567890')),
  });
  const ids = Array.from({ length: 100_000 }, (_, index) => `run_${String(index).padStart(26, '0')}`);
  const fragments = (count: number) =>
    Array.from({ length: count }, (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`);
  return [
    document('nodes(ids: 20,000)', 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: ids.slice(0, 20_000) }),
    document('nodes(ids: 100,000)', 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }),
    document('300,000 levels of selection', `${'{a'.repeat(300_000)}`),
    document('nesting 1,000 levels', `{ ${'node(id: "a") { '.repeat(1_000)} id ${'}'.repeat(1_001)}`),
    document(
      'fragments that double 30 times',
      `{ ...F0 } ${fragments(30).join(' ')} fragment F30 on Query { __typename }`,
    ),
    document('a circle of fragments', '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
    document('5,000 aliases', `{ ${Array.from({ length: 5_000 }, (_, n) => `a${n}: __typename`).join(' ')} }`),
    document('the same field 2,400 times', `{ ${'__typename '.repeat(2_400)} }`),
    document(
      '100 fields that conflict',
      `{ ${Array.from({ length: 100 }, (_, n) => `a: node(id: "${n}") { id }`).join(' ')} }`,
    ),
    document('2,000 directives', `{ __typename ${'@skip(if: false) '.repeat(900)} }`),
    document('1 MB of comment', `{ __typename } #${'x'.repeat(1_000_000)}`),
    document('1 MB of name', `query ${'x'.repeat(1_000_000)} { datasetVersion(ref: "") { id } }`),
    document('1 MB of block string', `{ node(id: """${'\\n  x'.repeat(200_000)}""") { id } }`),
    document(
      'introspection as deep as it goes',
      `{ __schema { types { fields { type { ${'ofType { '.repeat(9)} name ${'} '.repeat(9)} } } } } }`,
    ),
    document(
      '10,000 keys × 200, all matrices',
      `query ($features: [Ref!]!, $entities: EntityKeys!) {
      onlineFeatures(features: $features, entities: $entities) { values statuses eventTimes ages } }`,
      {
        features: [`${wide}:*`],
        entities: { user_id: Array.from({ length: 10_000 }, (_, index) => index + 1) },
      },
    ),
    document(
      '2,500 keys × 200, all matrices, as many as are answered',
      `query ($features: [Ref!]!, $entities: EntityKeys!) {
      onlineFeatures(features: $features, entities: $entities) { entities values statuses eventTimes } }`,
      {
        features: [`${wide}:*`],
        entities: { user_id: Array.from({ length: 2_500 }, (_, index) => index + 1) },
      },
    ),
    document(
      '50 aliases of 2,500 keys × 200, all matrices',
      `query ($features: [Ref!]!, $entities: EntityKeys!) { ${Array.from(
        { length: 50 },
        (_, n) => `a${n}: onlineFeatures(features: $features, entities: $entities) { values statuses eventTimes ages }`,
      ).join(' ')} }`,
      {
        features: [`${wide}:*`],
        entities: { user_id: Array.from({ length: 2_500 }, (_, index) => index + 1) },
      },
    ),
    document('30,000 tags', REGISTER_DATASET, {
      input: {
        dataset: 'hostile',
        digest: 'x',
        location: 'file:x',
        columns: [],
        tags: Array.from({ length: 30_000 }, (_, n) => ({ key: `t${n}`, value: '' })),
      },
    }),
    document('a run with an environment of 50,000 names', START_RUN, {
      input: { environment: Object.fromEntries(ids.slice(0, 50_000).map((id, n) => [id.slice(20), n])) },
    }),
    document('a run with an environment of 500,000 numbers', START_RUN, {
      input: { environment: { a: Array.from({ length: 500_000 }, () => 1) } },
    }),
    document('1 MB of exact numbers in variables', START_RUN, {
      input: { environment: { a: [0.5, ...Array.from({ length: 350_000 }, (_, n) => -(n % 10))], b: 'LONG' } },
    }),
    document(
      '50 times the columns of 5,000 features',
      `query ($features: [Ref!]!) { ${Array.from(
        { length: 50 },
        (_, n) => `a${n}: onlineFeatures(features: $features, entities: []) { columns { ref name type featureSet } }`,
      ).join(' ')} }`,
      { features: Array.from({ length: 5_000 }, (_, index) => `${wide}:f${(index % 200) + 1}`) },
    ),
    document('a variable of 900 KB that is no text', 'query ($id: ID!) { node(id: $id) { id } }', {
      id: [['x'.repeat(900_000)]],
    }),
    document(
      '10,000 rows to write',
      'mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written } }',
      {
        input: {
          featureSet: wide,
          rows: Array.from({ length: 10_000 }, (_, user_id) => ({
            user_id,
            f1: user_id,
            event_time: '2001-01-01T00:00:00Z',
          })),
        },
      },
    ),
  ];
}
