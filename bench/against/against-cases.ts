import { requestBodies } from '../lookup/request-bodies.js';
import { KEYS, READ_SET, WRITE_SET } from './against-data.js';

/** Bodies of a connection; more would only fill the memory of the load generator. */
const DIFFERENT = 100;

/** A request that both commits answer, over and over. */
export interface AgainstCase {
  readonly work: string;
  readonly path: string;
  /** For each connection the bodies that it posts in turn. */
  readonly bodies: readonly (readonly string[])[];
}

const LOOKUP = `query Lookup($features: [Ref!]!, $entities: EntityKeys!) {
  onlineFeatures(features: $features, entities: $entities) { values }
}`;
const WRITE = `mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written } }`;
const LOG = `mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }`;
const RUNS = `query ($filter: RunFilter) { runs(filter: $filter, first: 50) { nodes { id name status createdAt } } }`;
const LINEAGE = `query ($of: [Ref!]!) {
  lineage(of: $of, depth: 10) { complete nodes { depth node { id kind label } } edges { from to kind } }
}`;
const NODE = `query ($ref: Ref!) { datasetVersion(ref: $ref) { id label createdAt dataset { name } } }`;

/** What people ask most, by each door. `run` is one that was started. */
export function againstCases(run: string): AgainstCase[] {
  const features = [`${READ_SET}:*`];
  const about = (chosen: readonly number[]) => chosen.map((user_id) => ({ user_id }));
  return [
    ...[1, 100].flatMap((keys) => {
      const size = `${keys} ${keys === 1 ? 'key' : 'keys'} × 50`;
      const http = requestBodies(KEYS, keys, (chosen) => ({ features, entities: about(chosen) }));
      return [
        { work: `HTTP lookup, ${size}`, path: '/v1/features', bodies: http },
        graphqlCase(`GraphQL lookup, ${size}`, keys, LOOKUP, (chosen) => ({ features, entities: about(chosen) })),
      ];
    }),
    graphqlCase('writeFeatures, 100 rows of 10', 100, WRITE, (chosen) => ({
      input: { featureSet: WRITE_SET, rows: [...new Set(chosen)].map(writtenRow) },
    })),
    graphqlCase('logRun, 20 metrics', 20, LOG, (chosen) => ({
      input: { run, metrics: chosen.map((key, index) => ({ name: `m${index}`, value: key / 7, step: key })) },
    })),
    graphqlCase('runs, first 50', 1, RUNS, () => ({ filter: {} })),
    graphqlCase('lineage of a chain', 1, LINEAGE, () => ({ of: ['chain_9@1'] })),
    graphqlCase('a dataset version by reference', 1, NODE, ([key = 0]) => ({ ref: `chain_${key % 10}@1` })),
  ];
}

function writtenRow(user_id: number): object {
  const values = Array.from({ length: 10 }, (_, index) => [`f${index + 1}`, user_id / (index + 3)]);
  return { user_id, ...Object.fromEntries(values), event_time: '2026-11-24T00:00:00Z' };
}

function graphqlCase(
  work: string,
  keys: number,
  query: string,
  variables: (chosen: readonly number[]) => object,
): AgainstCase {
  const bodies = requestBodies(KEYS, keys, (chosen) => ({ query, variables: variables(chosen) })).map((own) =>
    own.slice(0, DIFFERENT),
  );
  return { work, path: '/graphql', bodies };
}
