import { type GraphQLSchema, isObjectType } from 'graphql';
import type { Filled } from './fill-database.js';
import { selectEverything } from './select-everything.js';
import type { Headers, ServiceClient } from './service-client.js';

/** Something asked of a service: a GraphQL operation, or else a request by its path. */
export interface Question {
  readonly query?: string;
  readonly variables?: object;
  readonly path?: string;
  readonly body?: string;
  readonly headers?: Headers;
}

const LISTS = [
  'datasets',
  'entities',
  'featureSets',
  'experiments',
  'models',
  'modelVersions',
  'deployments',
  'environments',
  'runs',
];
const TABLE =
  '{ columns { ref type name featureSet deprecation { reason replacement } } entities values statuses eventTimes ingestTimes modelVersion { label } }';
const LINEAGE = `query ($of: [Ref!]!, $direction: LineageDirection!, $depth: Int, $asOf: DateTime, $limit: Int, $kinds: [NodeKind!]) {
  lineage(of: $of, direction: $direction, depth: $depth, asOf: $asOf, limit: $limit, kinds: $kinds) {
    roots { id } depth complete incompleteBecause frontier { hiddenNeighbours node { label } }
    nodes { depth upstreamCount downstreamCount node { id label kind deletedAt } } edges { from to kind run attributes validFrom validTo } } }`;
const AIRPORTS = ['SEA', 'DEN', 'ÅLB', 'BOS', 'JFK', 'INF', 'A1', 'A2', 'nulls', 'big', 'nobody'].map((airport) => ({
  airport,
}));
const ROUTES = [1, 11, 12, 13].flatMap((carrier) => ['1', '11', 'SEA'].map((origin) => ({ origin, carrier })));
const SETS = ['everything@1:*', 'traffic@1:*', 'traffic@2:*'];
const TIMES = ['2025-03-01T05:00:00Z', '2025-03-01T12:30:00.000001Z', '2025-03-02T16:00:00Z', '2025-03-10T00:00:00Z'];

/** Everything worth asking of a filled database: each node whole, each list, and each kind of question as of several times. */
export async function listQuestions(
  service: ServiceClient,
  schema: GraphQLSchema,
  filled: Filled,
): Promise<Question[]> {
  return [
    ...(await everyNode(service, schema)),
    ...lists(),
    ...lookups(filled.moments),
    ...lineage(filled.moments),
    ...records(filled),
    ...transfers(filled),
  ];
}

async function everyNode(service: ServiceClient, schema: GraphQLSchema): Promise<Question[]> {
  const ids = new Map<string, string>();
  const note = (nodes: { id: string; __typename: string }[]) => {
    for (const { id, __typename } of nodes) ids.set(id, __typename);
  };
  for (const list of LISTS) {
    const found = await service.data(
      `{ ${list}(first: 100, filter: { includeDeleted: true }) { nodes { __typename id } } }`,
    );
    note(found[list].nodes);
  }
  for (const list of ['datasets', 'featureSets', 'models']) {
    const found = await service.data(
      `{ ${list}(first: 100, filter: { includeDeleted: true }) { nodes { versions(first: 100) { nodes { __typename id } } } } }`,
    );
    for (const { versions } of found[list].nodes) note(versions.nodes);
  }
  return [...ids].map(([id, name]) => {
    const type = schema.getType(name);
    if (!isObjectType(type)) throw new Error(`${name} is no type`);
    return {
      query: `query ($id: ID!) { node(id: $id) { ... on ${name} ${selectEverything(schema, type)} } }`,
      variables: { id },
    };
  });
}

function lists(): Question[] {
  const asked = [
    '',
    '(first: 2, orderBy: NAME)',
    '(filter: { includeDeleted: true }, orderBy: OLDEST)',
    '(filter: { tags: [{ key: "pii", value: "no" }] })',
    '(filter: { nameContains: "l" })',
  ];
  const orders = ['METRIC, name: "loss", direction: DESC', 'PARAMETER, name: "lr"', 'STARTED', 'NAME'];
  const filters = [
    'statuses: [FAILED, CANCELLED]',
    'types: [TRAINING]',
    'metrics: [{ name: "auc", op: GT, value: 0.9 }]',
    'parameters: [{ name: "trees", value: "100" }]',
  ];
  const runs = [
    ...orders.map((order) => `orderBy: [{ by: ${order} }]`),
    ...filters.map((filter) => `filter: { ${filter} }`),
  ];
  const texts = ['flights', 'départure', '出発', 'traffic', 'delay', 'zzz'];
  return [
    ...LISTS.filter((list) => list !== 'runs').flatMap((list) =>
      asked.map((how) => ({
        query: `{ ${list}${how} { nodes { id label tags { key value } } pageInfo { hasNextPage } } }`,
      })),
    ),
    ...runs.map((how) => ({ query: `{ runs(${how}) { nodes { id name status } } }` })),
    ...texts.map((text) => ({
      query: 'query ($text: String!) { search(text: $text) { nodes { id label kind } } }',
      variables: { text },
    })),
    {
      query: '{ datasets { nodes { id label } } featureSets { nodes { id label } } }',
      headers: { 'headwater-project': 'other' },
    },
    { query: '{ projects { name description createdBy createdAt } }' },
  ];
}

function lookups(moments: readonly string[]): Question[] {
  const online = `query ($features: [Ref!]!, $entities: EntityKeys!, $asOf: DateTime, $knownAt: DateTime, $int64: Int64Format! = NUMBER, $onExpired: ExpiredPolicy! = VALUE) {
    onlineFeatures(features: $features, entities: $entities, asOf: $asOf, knownAt: $knownAt, int64: $int64, onExpired: $onExpired) ${TABLE} }`;
  const ask = (variables: object) => ({
    query: online,
    variables: { features: SETS, entities: AIRPORTS, ...variables },
  });
  const through = (query: string, entities: object[]) => ({
    query: `query ($entities: EntityKeys!) { ${query} }`,
    variables: { entities },
  });
  const spine = AIRPORTS.flatMap((key) => TIMES.map((time) => ({ ...key, event_time: time })));
  const historical = `query ($features: [Ref!]!, $spine: SpineRows!, $knownAt: KnownAt) { historicalFeatures(features: $features, spine: $spine, knownAt: $knownAt) ${TABLE} }`;
  return [
    ask({}),
    ask({ int64: 'STRING', onExpired: 'NULL' }),
    ask({ features: ['traffic@9:delay'] }),
    ask({ features: ['dropped@1:n'] }),
    ask({ features: ['compacted:n'] }),
    ask({ features: ['compacted:n'], asOf: TIMES[0] }),
    ask({ features: ['routes:mean'], entities: ROUTES }),
    ...TIMES.map((asOf) => ask({ asOf })),
    ...TIMES.map((asOf) => ask({ asOf, features: ['routes:mean'], entities: ROUTES })),
    ...moments.flatMap((knownAt) => TIMES.map((asOf) => ask({ asOf, knownAt }))),
    ...['NOW', 'EVENT'].map((knownAt) => ({ query: historical, variables: { features: SETS, spine, knownAt } })),
    ...[1, 2].map((n) =>
      through(
        `modelVersion(ref: "delay@${n}") { onlineFeatures(entities: $entities, asOf: "${TIMES[1]}") ${TABLE} }`,
        AIRPORTS,
      ),
    ),
    through(`deployment(ref: "production/delays") { onlineFeatures(entities: $entities) ${TABLE} }`, AIRPORTS),
    {
      path: '/v1/features',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ features: SETS, entities: AIRPORTS }),
    },
    {
      path: '/v1/features',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'delay@champion', entities: AIRPORTS }),
    },
    {
      path: '/v1/features',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ deployment: 'production/delays', entities: AIRPORTS }),
    },
    {
      path: '/v1/features',
      headers: { 'content-type': 'application/json', 'headwater-project': 'other' },
      body: JSON.stringify({ features: ['traffic:departures'], entities: [{ airport: 'SEA' }] }),
    },
  ];
}

function lineage(moments: readonly string[]): Question[] {
  const ask = (variables: object) => ({ query: LINEAGE, variables });
  const roots = ['production/delays', 'delay@2', 'flights@1', 'train@1', 'traffic@1', 'doomed@1'];
  return [
    ...roots.flatMap((root) =>
      ['UPSTREAM', 'DOWNSTREAM'].map((direction) => ask({ of: [root], direction, depth: 20 })),
    ),
    ...moments.map((asOf) => ask({ of: ['production/delays'], direction: 'UPSTREAM', depth: 20, asOf })),
    ask({ of: ['delay@2', 'delay@1'], direction: 'BOTH', depth: 20 }),
    ask({ of: ['production/delays'], direction: 'UPSTREAM', depth: 20, kinds: ['DATASET_VERSION'] }),
    ask({ of: ['production/delays'], direction: 'UPSTREAM', depth: 1 }),
  ];
}

function records({ moments }: Filled): Question[] {
  const frozen = (ref: string) => ({
    query: `{ modelVersion(ref: "${ref}") { frozenLineage { digest document nodeCount edgeCount frozenAt } } }`,
  });
  return [
    ...['delay@1', 'delay@2', 'delay@3', 'delay@champion'].map(frozen),
    ...moments.map((time) => ({
      query: `{ deployment(ref: "production/delays") { bindings(asOf: "${time}") { trafficPercent validFrom validTo deployedBy modelVersion { label } } } model(name: "delay") { alias(name: "champion", asOf: "${time}") { alias setBy modelVersion { label } } } }`,
    })),
    {
      query:
        '{ model(name: "delay") { aliasHistory { nodes { alias setBy endedBy validFrom validTo modelVersion { label } } } } deployment(ref: "production/delays") { history { trafficPercent validFrom validTo deployedBy endedBy modelVersion { label } } } }',
    },
    {
      query:
        '{ compareFeatureSetVersions(from: "traffic@1", to: "traffic@2") { added removed compatible summary changed { name changes { field from to } } changes { field from to } } }',
    },
    ...['SEA', 'DEN', 'BOS'].map((airport) => ({
      query:
        'query ($key: EntityKey!) { entityTrace(entity: "airport", key: $key) { entity { label } featureRows { featureSetVersion { label } onlineRows historyRows firstEventTime lastEventTime firstIngestTime lastIngestTime } trainingRows { rows trainingSet { label } } modelVersions { label } deployments { label } } erasures(entity: "airport", key: $key) { nodes { id entity keyHash reason erasedBy erasedAt featureRows { featureSetVersion historyRows onlineRows refusedRows } trainingRows { trainingSet rows } } } }',
      variables: { key: { airport } },
    })),
    ...['everything', 'traffic@2', 'routes'].map((set) => ({
      query: `{ storedEntities(featureSet: "${set}") { nodes { key eventTime ingestTime } } }`,
    })),
    {
      query:
        '{ trainingSetJobs { nodes { id status step done total error attempts createdBy createdAt startedAt endedAt datasetVersion { label } rebuild { digest matches firstDifferentRow } } } }',
    },
    {
      query:
        '{ runs(filter: { nameContains: "trial" }) { nodes { metricHistory(name: "loss", first: 100) { nodes { step value time } } } } }',
    },
  ];
}

function transfers({ ingest, upload }: Filled): Question[] {
  const sets = ['train@1', 'train_known@1', 'train_routes@1'];
  return [
    upload,
    { path: `/v1/ingests/${ingest}/bad-rows` },
    ...sets.flatMap((set) =>
      ['csv', 'ndjson'].map((format) => ({ path: `/v1/training-sets/${set}?format=${format}` })),
    ),
  ];
}
