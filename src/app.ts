// TypeGraphQL and TypeORM keep what decorators say in it, so it comes before any of them.
import 'reflect-metadata';

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { MIGRATIONS } from '../migrations/index.js';
import type { Config } from './config.js';
import { registerConsole } from './console/console-pages.js';
import { createDatasets, DATASET_ENTITIES, DATASET_KINDS } from './datasets/datasets.module.js';
import { createDeployments, DEPLOYMENT_ENTITIES, DEPLOYMENT_KINDS } from './deployments/deployments.module.js';
import { createFeatures, FEATURE_ENTITIES, FEATURE_KINDS } from './features/features.module.js';
import { EventHorizon } from './features/ingest/event-horizon.js';
import { registerIngestRoutes } from './features/ingest/ingest-route.js';
import { registerFeaturesRoute } from './features/online/features-route.js';
import { LargeAnswers } from './features/online/large-answers.js';
import { Lookups } from './features/online/lookups.js';
import { registerTrainingSetRoutes } from './features/training-sets/training-set-routes.js';
import { createGraph, GRAPH_ENTITIES } from './graph/graph.module.js';
import { GraphqlContext } from './graph/graphql-context.js';
import { registerOpenapi } from './http/openapi-route.js';
import { createLineageFreezer } from './lineage/freeze-lineage.js';
import { createLineage, LINEAGE_ENTITIES } from './lineage/lineage.module.js';
import { createModels, MODEL_ENTITIES, MODEL_KINDS } from './models/models.module.js';
import { ChangeFeed } from './platform/database/change-feed.js';
import { Database } from './platform/database/database.js';
import { PrimaryReader, type Reader } from './platform/database/reader.js';
import { ReplicaReader } from './platform/database/replica-reader.js';
import { buildGraphqlSchema } from './platform/graphql/build-schema.js';
import { registerGraphql } from './platform/graphql/graphql-server.js';
import { registerHealth } from './platform/http/health.js';
import { createServer } from './platform/http/server.js';
import type { TrafficLimits } from './platform/http/traffic-limits.js';
import { Places } from './platform/places.js';
import { createLogger, type Logger } from './platform/telemetry/logger.js';
import { createMetrics } from './platform/telemetry/metrics.js';
import { createProjects, PROJECT_ENTITIES } from './projects/projects.module.js';
import { callerOf } from './request-caller.js';
import { createRuns, RUN_ENTITIES, RUN_KINDS } from './runs/runs.module.js';

const ENTITIES = [
  ...GRAPH_ENTITIES,
  ...PROJECT_ENTITIES,
  ...RUN_ENTITIES,
  ...DATASET_ENTITIES,
  ...FEATURE_ENTITIES,
  ...MODEL_ENTITIES,
  ...DEPLOYMENT_ENTITIES,
  ...LINEAGE_ENTITIES,
];
const KINDS = [...RUN_KINDS, ...DATASET_KINDS, ...FEATURE_KINDS, ...MODEL_KINDS, ...DEPLOYMENT_KINDS];

/** The first words of the manual: GraphiQL's docs pane begins with them. */
const DESCRIPTION = `Lineage graph and feature store for machine learning.

Everything is a node of one graph: datasets, entities, feature sets, runs, models, deployments, and their versions. Edges
point downstream, from the data towards the deployments. Inputs take a Ref wherever they take a node: an id, or a name such
as \`flights@3\`, \`flight_delay@champion\`, \`production/flight-delay\`. The header \`headwater-project\` chooses the project,
\`headwater-user\` says who you are. Errors carry \`extensions.code\`.`;

/** The triggers of the migrations notify it. */
const CATALOG_CHANNEL = 'headwater_catalog';

/** What uploads leave of the pool: for requests, for a job and its two workers. */
const RESERVED_CONNECTIONS = 4;
/** The most that an upload waits for others to end before it is told to come back, also of the time that its request has. */
const PLACE_WAIT_MS = 30_000;
const PLACE_WAIT_SHARE = 0.8;

type DatabaseConfig = Pick<Config, 'DATABASE_POOL_SIZE' | 'REQUEST_TIMEOUT_MS'>;

/** A database with every table and migration that the rooms declare; not connected yet. */
export function describeDatabase(url: string, config: DatabaseConfig): Database {
  return new Database({
    url,
    poolSize: config.DATABASE_POOL_SIZE,
    statementTimeoutMs: config.REQUEST_TIMEOUT_MS,
    entities: ENTITIES,
    migrations: MIGRATIONS,
  });
}

interface RoomDependencies {
  readonly database: Database;
  /** Where lookups read. */
  readonly reader: Reader;
  readonly changes: ChangeFeed;
  readonly logger: Logger;
  readonly horizon: EventHorizon;
  /** Dataset versions are read from files below it; undefined: from none. */
  readonly datasetDirectory: string | undefined;
}

/** Builds every room on one database. `changes` tells them when to forget what they cache. */
function createRooms({ database, reader, changes, logger, horizon, datasetDirectory }: RoomDependencies) {
  const { graph, resolvers: graphResolvers } = createGraph(database, KINDS);
  const projects = createProjects(database);
  const runs = createRuns(database, graph);
  const datasets = createDatasets(database, graph);
  const largeAnswers = new LargeAnswers();
  const lookups = new Lookups(reader, largeAnswers);
  const features = createFeatures({
    database,
    reader,
    lookups,
    largeAnswers,
    graph,
    changes,
    logger,
    horizon,
    datasetDirectory,
  });
  const models = createModels(
    { database, graph, features: features.references, freezeLineage: createLineageFreezer(graph) },
    features.planner,
    lookups,
  );
  const deployments = createDeployments({
    database,
    lookups,
    graph,
    planner: features.planner,
    models: models.lookup,
  });
  return {
    graph,
    projects: projects.service,
    lookups,
    trainingSets: features.trainingSets,
    lookupSources: [features.lookupSource, models.lookupSource, deployments.lookupSource],
    resolvers: [
      ...graphResolvers,
      ...projects.resolvers,
      ...runs.resolvers,
      ...datasets.resolvers,
      ...features.resolvers,
      ...models.resolvers,
      ...deployments.resolvers,
      ...createLineage(database, graph).resolvers,
    ],
  };
}

/** The GraphQL schema of the whole service. Building it needs no connection. */
export function createSchema(config: DatabaseConfig): Promise<GraphQLSchema> {
  const database = describeDatabase('postgresql://', config);
  const logger = createLogger('silent');
  const changes = new ChangeFeed({}, CATALOG_CHANNEL, logger);
  const reader = new PrimaryReader(database);
  return buildGraphqlSchema(
    createRooms({ database, reader, changes, logger, horizon: new EventHorizon(0), datasetDirectory: undefined })
      .resolvers,
    DESCRIPTION,
  );
}

/** The reader of READ_DATABASE_URL, watching its replica; undefined where none is set. */
async function startReplica(config: Config, database: Database, logger: Logger): Promise<ReplicaReader | undefined> {
  if (config.READ_DATABASE_URL === undefined) return undefined;
  const replica = new ReplicaReader(
    database,
    {
      url: config.READ_DATABASE_URL,
      poolSize: config.DATABASE_POOL_SIZE,
      statementTimeoutMs: config.REQUEST_TIMEOUT_MS,
      maxStalenessMs: config.READ_MAX_STALENESS_MS,
    },
    logger,
  );
  await replica.start();
  return replica;
}

function trafficLimits(config: Config): TrafficLimits {
  return {
    connections: config.MAX_CONNECTIONS,
    requests: config.MAX_REQUESTS,
    headersMs: config.HEADERS_TIMEOUT_MS,
    leastBytesPerSecond: config.LEAST_BYTES_PER_SECOND,
    wantedBytesPerSecond: config.WANTED_BYTES_PER_SECOND,
    rateWindowMs: config.RATE_WINDOW_MS,
    transferMs: config.TRANSFER_TIMEOUT_MS,
    answerBytes: config.ANSWER_LIMIT_BYTES,
    waitingAnswerBytes: config.ANSWER_MEMORY_BYTES,
    waitingBodyBytes: config.BODY_MEMORY_BYTES,
  };
}

/** The whole service on one database, not listening yet. Closing it drains requests; the database stays open. */
export async function createApp(config: Config, database: Database, logger: Logger): Promise<FastifyInstance> {
  const replica = await startReplica(config, database, logger);
  const changes = new ChangeFeed(database.pool.options, CATALOG_CHANNEL, logger);
  database.onCommit(() => changes.changedHere());
  await changes.start();
  const reader = replica ?? new PrimaryReader(database);
  const horizon = new EventHorizon(config.FUTURE_EVENT_TOLERANCE_SECONDS);
  const rooms = createRooms({ database, reader, changes, logger, horizon, datasetDirectory: config.DATASET_DIR });
  const metrics = createMetrics(database.pool);
  const app = createServer({
    logger,
    bodyLimitBytes: config.BODY_LIMIT_BYTES,
    requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
    host: config.HOST,
    allowedHosts: config.ALLOWED_HOSTS,
    traffic: trafficLimits(config),
  });
  app.addHook('onClose', () => Promise.all([changes.stop(), rooms.trainingSets.runner.stop(), replica?.stop()]));
  registerHealth(app, metrics, () => database.readiness());
  await registerOpenapi(app);
  await registerConsole(app, {});
  const caller = (request: FastifyRequest) => callerOf(rooms.projects, request);
  registerFeaturesRoute(app, rooms.lookups, rooms.lookupSources, caller);
  const uploads = Math.max(1, Math.min(config.INGEST_CONCURRENCY, config.DATABASE_POOL_SIZE - RESERVED_CONNECTIONS));
  const waitMs = Math.min(PLACE_WAIT_MS, PLACE_WAIT_SHARE * config.REQUEST_TIMEOUT_MS);
  const places = new Places(uploads, waitMs);
  const downloads = new Places(uploads, waitMs);
  registerIngestRoutes(app, { database, graph: rooms.graph, places, horizon, callerOf: caller });
  const { service, runner } = rooms.trainingSets;
  registerTrainingSetRoutes(app, { database, graph: rooms.graph, service, places, downloads, callerOf: caller });
  await registerGraphql(app, {
    schema: await buildGraphqlSchema(rooms.resolvers, DESCRIPTION),
    limits: {
      depth: config.QUERY_MAX_DEPTH,
      tokens: config.QUERY_MAX_TOKENS,
      aliases: config.QUERY_MAX_ALIASES,
      complexity: config.QUERY_MAX_COMPLEXITY,
    },
    logger,
    metrics,
    context: async (request) => new GraphqlContext(await caller(request), rooms.graph.nodes),
  });
  runner.wake();
  return app;
}
