// TypeGraphQL and TypeORM keep what decorators say in it, so it comes before any of them.
import 'reflect-metadata';

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import pLimit from 'p-limit';
import { MIGRATIONS } from '../migrations/index.js';
import type { Config } from './config.js';
import { createDatasets, DATASET_ENTITIES, DATASET_KINDS } from './datasets/datasets.module.js';
import { createDeployments, DEPLOYMENT_ENTITIES, DEPLOYMENT_KINDS } from './deployments/deployments.module.js';
import { createFeatures, FEATURE_ENTITIES, FEATURE_KINDS } from './features/features.module.js';
import { EventHorizon } from './features/ingest/event-horizon.js';
import { LargeAnswers } from './features/lookups/online/large-answers.js';
import { Lookups } from './features/lookups/online/lookups.js';
import { createGraph, GRAPH_ENTITIES } from './graph/graph.module.js';
import { GraphqlContext } from './graph/graphql/graphql-context.js';
import { callerOf } from './http/caller-of-request.js';
import { registerConsole } from './http/console-pages.js';
import { registerFeaturesRoute } from './http/features-route.js';
import { registerIngestRoutes } from './http/ingest-route.js';
import { registerOpenapi } from './http/openapi-route.js';
import { registerTrainingSetRoutes } from './http/training-set-routes.js';
import { createLineageFreezer } from './lineage/freeze-lineage.js';
import { createLineage, LINEAGE_ENTITIES } from './lineage/lineage.module.js';
import { MANUAL } from './manual.js';
import { createModels, MODEL_ENTITIES, MODEL_KINDS } from './models/models.module.js';
import { AnswerBudget } from './platform/answer-budget.js';
import { ChangeFeed } from './platform/database/change-feed.js';
import { Database } from './platform/database/database.js';
import { PrimaryReader, type Reader } from './platform/database/replica/reader.js';
import { buildGraphqlSchema } from './platform/graphql/build-schema.js';
import { registerGraphql } from './platform/graphql/graphql-server.js';
import { LocalDocuments } from './platform/graphql/local-documents.js';
import { registerFigures, registerHealth } from './platform/http/health.js';
import { createServer } from './platform/http/server.js';
import { Places } from './platform/places.js';
import { createLogger, type Logger } from './platform/telemetry/logger.js';
import { createMetrics } from './platform/telemetry/metrics.js';
import { elsewhereOf, type Part } from './processes/part.js';
import { SharedChanges, shareChanges } from './processes/shared-changes.js';
import { startReplica } from './processes/start-replica.js';
import { trafficLimitsOf } from './processes/traffic-limits-of.js';
import { createProjects, PROJECT_ENTITIES } from './projects/projects.module.js';
import { nameRoles } from './roles.js';
import { createRuns, RUN_ENTITIES, RUN_KINDS } from './runs/runs.module.js';
import { createStewardship } from './stewardship/stewardship.module.js';
import { createTrainingSets } from './training-sets/training-sets.module.js';

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
  });
  const { references } = features;
  const trainingSets = createTrainingSets({ database, graph, references, logger, datasetDirectory });
  const stewardship = createStewardship(database, graph, horizon);
  const models = createModels(
    { database, graph, features: references, freezeLineage: createLineageFreezer(graph) },
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
    trainingSets,
    unpinned: features.unpinned,
    lookupSources: [features.lookupSource, models.lookupSource, deployments.lookupSource],
    resolvers: [
      ...graphResolvers,
      ...projects.resolvers,
      ...runs.resolvers,
      ...datasets.resolvers,
      ...features.resolvers,
      ...trainingSets.resolvers,
      ...stewardship.resolvers,
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
  const horizon = new EventHorizon(0);
  const rooms = { database, reader, changes, logger, horizon, datasetDirectory: undefined };
  return buildGraphqlSchema(createRooms(rooms).resolvers, MANUAL);
}

/** The service on one database, as far as config.ROLES go, not listening yet. Closing it drains requests; the database stays open. */
export async function createApp(
  config: Config,
  database: Database,
  logger: Logger,
  part: Part = {},
): Promise<FastifyInstance> {
  const roles = config.ROLES;
  const isBackend = part.isBackend === true;
  const replica = await startReplica(config, database, logger);
  const changes = new ChangeFeed(database.pool.options, CATALOG_CHANNEL, logger);
  const shared = new SharedChanges(() => changes.changedHere());
  database.onCommit(() => shared.commit());
  await changes.start();
  const backend = part.backend && {
    roles: part.backend.roles,
    link: part.backend.link(shared),
  };
  const elsewhere = elsewhereOf(roles, backend);
  const reader = replica ?? new PrimaryReader(database);
  const horizon = new EventHorizon(config.FUTURE_EVENT_TOLERANCE_SECONDS);
  const rooms = createRooms({ database, reader, changes, logger, horizon, datasetDirectory: config.DATASET_DIR });
  const metrics = createMetrics(database.pool, nameRoles(roles));
  const app = createServer({
    logger,
    bodyLimitBytes: config.BODY_LIMIT_BYTES,
    requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
    host: config.HOST,
    allowedHosts: isBackend ? ['*'] : config.ALLOWED_HOSTS,
    traffic: trafficLimitsOf(config, isBackend),
    elsewhere,
    ...(isBackend && { idleMs: 0 }),
  });
  app.addHook('onClose', () =>
    Promise.all([
      changes.stop(),
      rooms.trainingSets.runner.stop(),
      rooms.unpinned.stop(),
      replica?.stop(),
      backend?.link.close(),
    ]),
  );
  registerHealth(app, {
    metrics,
    readiness: () => database.readiness(),
    backend: backend && { link: backend.link, roles: nameRoles(backend.roles) },
  });
  if (isBackend) {
    registerFigures(app, metrics);
    shareChanges(app, shared);
  }
  rooms.unpinned.start();
  if (roles.includes('jobs')) rooms.trainingSets.runner.start();
  if (!roles.includes('api') && !roles.includes('lookups')) return app;
  const newBudget = () => new AnswerBudget(elsewhere !== undefined && elsewhere === backend?.link);
  const caller = (request: FastifyRequest) => callerOf(rooms.projects, request);
  registerFeaturesRoute(app, { lookups: rooms.lookups, sources: rooms.lookupSources, callerOf: caller, newBudget });
  const schema = await buildGraphqlSchema(rooms.resolvers, MANUAL);
  await registerGraphql(app, {
    schema,
    limits: {
      depth: config.QUERY_MAX_DEPTH,
      tokens: config.QUERY_MAX_TOKENS,
      aliases: config.QUERY_MAX_ALIASES,
      complexity: config.QUERY_MAX_COMPLEXITY,
    },
    logger,
    metrics,
    context: async (request) => new GraphqlContext(await caller(request), rooms.graph.nodes, newBudget()),
    shared: elsewhere && {
      elsewhere,
      local: new LocalDocuments(schema, {
        isLocal: ({ name }) => name === 'onlineFeatures',
        quick: elsewhere === backend?.link,
      }),
      quick: pLimit(Math.max(1, Math.floor(config.DATABASE_POOL_SIZE / 2))),
    },
  });
  if (!roles.includes('api')) return app;
  await registerOpenapi(app);
  await registerConsole(app, {});
  const uploads = Math.max(1, Math.min(config.INGEST_CONCURRENCY, config.DATABASE_POOL_SIZE - RESERVED_CONNECTIONS));
  const waitMs = Math.min(PLACE_WAIT_MS, PLACE_WAIT_SHARE * config.REQUEST_TIMEOUT_MS);
  const places = new Places(uploads, waitMs);
  const downloads = new Places(uploads, waitMs);
  registerIngestRoutes(app, { database, graph: rooms.graph, places, horizon, callerOf: caller });
  const { service } = rooms.trainingSets;
  registerTrainingSetRoutes(app, { database, graph: rooms.graph, service, places, downloads, callerOf: caller });
  return app;
}
