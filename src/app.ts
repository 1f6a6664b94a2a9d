// TypeGraphQL and TypeORM keep what decorators say in it, so it comes before any of them.
import 'reflect-metadata';

import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { MIGRATIONS } from '../migrations/index.js';
import { ACCESS } from './access/access.module.js';
import { CALLER_HEADERS } from './access/caller-of-request.js';
import { guardService } from './access/guard/guard-service.js';
import { ARTIFACTS } from './artifacts/artifacts.module.js';
import { CHANGES } from './changes/changes.module.js';
import { FEED } from './changes/feed.module.js';
import type { Config } from './config.js';
import { DATASETS } from './datasets/datasets.module.js';
import { DEPLOYMENTS } from './deployments/deployments.module.js';
import { FEATURES } from './features/features.module.js';
import { GRAPH } from './graph/graph.module.js';
import { NODE_KIND_ENUM } from './graph/nodes/kinds/node-kind.js';
import { HTTP } from './http/http.module.js';
import { takeProjectPrefix } from './http/project-prefix.js';
import { FEAST } from './integrations/feast/feast.module.js';
import { MCP } from './integrations/mcp/mcp.module.js';
import { MLFLOW } from './integrations/mlflow/mlflow.module.js';
import { OPENLINEAGE } from './integrations/openlineage/openlineage.module.js';
import { LINEAGE } from './lineage/lineage.module.js';
import { LINEAGE_FREEZER } from './lineage/lineage-freezer.module.js';
import { LIVE_GUARD } from './lineage/live-guard.module.js';
import { FILE_GUARD } from './models/files/file-guard.module.js';
import { MODELS } from './models/models.module.js';
import { feedsOn, startFeeds } from './opening/feeds.js';
import { openGraphql } from './opening/graphql-doors.js';
import { type Ground, groundOf } from './opening/ground.js';
import { House } from './opening/house.js';
import { MANUAL } from './opening/manual.js';
import { ownRoutes } from './opening/own-routes.js';
import { Database } from './platform/database/database.js';
import { PrimaryReader } from './platform/database/replica/reader.js';
import { buildGraphqlSchema } from './platform/graphql/build-schema.js';
import { answerShareOf } from './platform/http/answers/answer-share.js';
import { countRequests } from './platform/http/count-requests.js';
import { isServedBy, registerRoute } from './platform/http/route.js';
import { createServer } from './platform/http/server.js';
import { EndlessAnswers } from './platform/http/streams/endless-answers.js';
import { StandingWorker } from './platform/jobs/standing-work.js';
import { AnswerBudget } from './platform/memory/answer-budget.js';
import { Capacity } from './platform/memory/capacity.js';
import { createLogger, type Logger } from './platform/telemetry/logger.js';
import { createMetrics } from './platform/telemetry/metrics.js';
import { endOnClose } from './processes/end-on-close.js';
import { elsewhereOf, type Part } from './processes/part.js';
import { shareChanges } from './processes/shared-changes.js';
import { startReplica } from './processes/start-replica.js';
import { trafficLimitsOf } from './processes/traffic-limits-of.js';
import { PROJECTS } from './projects/projects.module.js';
import { QUOTAS } from './projects/quotas/quotas.module.js';
import { RUNS } from './runs/runs.module.js';
import { nameRoles } from './settings/roles.js';
import { STEWARDSHIP } from './stewardship/stewardship.module.js';
import { TRAINING_SETS } from './training-sets/training-sets.module.js';

/** Every room, each after those that it asks. */
export const HOUSE = House.on<Ground>()
  .with(QUOTAS)
  .with(LIVE_GUARD)
  .with(FILE_GUARD)
  .with(GRAPH)
  .with(PROJECTS)
  .with(ACCESS)
  .with(CHANGES)
  .with(FEED)
  .with(RUNS)
  .with(ARTIFACTS)
  .with(DATASETS)
  .with(FEATURES)
  .with(TRAINING_SETS)
  .with(STEWARDSHIP)
  .with(LINEAGE_FREEZER)
  .with(MODELS)
  .with(DEPLOYMENTS)
  .with(LINEAGE)
  .with(OPENLINEAGE)
  .with(MLFLOW)
  .with(MCP)
  .with(FEAST)
  .with(HTTP);

type DatabaseConfig = Pick<Config, 'DATABASE_POOL_SIZE' | 'REQUEST_TIMEOUT_MS'>;

/** A database with every table and migration that the rooms declare; not connected yet. */
export function describeDatabase(
  url: string,
  config: DatabaseConfig,
  house: Pick<typeof HOUSE, 'entities'> = HOUSE,
): Database {
  return new Database({
    url,
    poolSize: config.DATABASE_POOL_SIZE,
    statementTimeoutMs: config.REQUEST_TIMEOUT_MS,
    entities: house.entities,
    migrations: MIGRATIONS,
  });
}

/** The GraphQL schema of the whole service. Building it needs no connection. */
export async function createSchema(config: Config, house: AppOptions['house'] = HOUSE): Promise<GraphQLSchema> {
  const database = describeDatabase('postgresql://', config);
  const logger = createLogger('silent');
  const reader = new PrimaryReader(database);
  const newBudget = () => new AnswerBudget();
  const endless = new EndlessAnswers(0);
  return schemaOf(
    house,
    house.open(groundOf(config, house, { database, reader, ...feedsOn({}, logger), logger, newBudget, endless })),
  );
}

function schemaOf(
  { kinds }: Pick<typeof HOUSE, 'kinds'>,
  { resolvers }: { readonly resolvers: readonly object[] },
): Promise<GraphQLSchema> {
  const values = Object.fromEntries(kinds.map(({ kind, description }) => [kind, { value: kind, description }]));
  return buildGraphqlSchema({
    description: MANUAL,
    resolvers,
    types: kinds.map(({ type }) => type),
    enums: { [NODE_KIND_ENUM]: values },
  });
}

/** Which process of a service it is, and its rooms if they aren't those of the service. */
export interface AppOptions extends Part {
  readonly house?: Pick<typeof HOUSE, 'kinds' | 'open'> | undefined;
}

/** The service on one database, as far as config.ROLES go, not listening yet. Closing it drains requests; the database stays open. */
export async function createApp(
  config: Config,
  database: Database,
  logger: Logger,
  { house = HOUSE, ...part }: AppOptions = {},
): Promise<FastifyInstance> {
  const roles = config.ROLES;
  const isBackend = part.isBackend === true;
  const replica = await startReplica(config, database, logger);
  const { changes, keyChanges, shared, ...feeds } = await startFeeds(database, logger);
  const backend = part.backend && { roles: part.backend.roles, link: part.backend.link(shared) };
  const elsewhere = elsewhereOf(roles, backend);
  const reader = replica ?? new PrimaryReader(database);
  const answerMemory = new Capacity(config.ANSWER_MEMORY_BYTES);
  // What is not short is left to the backend, so a share of the memory would stay empty.
  const isShort = elsewhere !== undefined && elsewhere === backend?.link;
  const newBudget = (request: FastifyRequest) =>
    isShort ? new AnswerBudget(true) : new AnswerBudget(false, answerShareOf(request, answerMemory));
  const endless = new EndlessAnswers(config.MAX_SUBSCRIPTIONS);
  const ground = groundOf(config, house, { database, reader, changes, keyChanges, logger, newBudget, endless });
  const { jobs } = ground;
  const rooms = house.open(ground);
  const { access } = rooms.offers;
  const standing = new StandingWorker(database.pool.options, logger);
  const metrics = createMetrics(database.pool, nameRoles(roles));
  const app = await createServer({
    answerMemory,
    logger,
    bodyLimitBytes: config.BODY_LIMIT_BYTES,
    requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
    host: config.HOST,
    allowedHosts: isBackend ? ['*'] : config.ALLOWED_HOSTS,
    single: CALLER_HEADERS,
    origins: config.CORS_ORIGINS,
    traffic: trafficLimitsOf(config, isBackend),
    // A front has taken it.
    ...(!isBackend && { rewriteUrl: takeProjectPrefix }),
    guard: (server) =>
      guardService(server, access, {
        isFront: backend !== undefined,
        isBackend,
        keyChanges,
        logger,
        metrics,
        settings: config,
      }),
    nameOf: ({ principal }) => principal?.name,
    elsewhere,
    ...(isBackend && { idleMs: 0 }),
  });
  app.addHook('onClose', () =>
    Promise.all([
      feeds.stop(),
      jobs.stop(),
      standing.stop(),
      ...rooms.background.map((work) => work.stop()),
      replica?.stop(),
      backend?.link.close(),
    ]),
  );
  countRequests(app, metrics, backend === undefined ? 'unknown' : 'passed on');
  if (isBackend) shareChanges(app, shared);
  endOnClose(app, endless, backend?.link);
  for (const work of rooms.background) work.start();
  if (roles.includes('jobs')) {
    jobs.start(rooms.jobs);
    standing.start(rooms.standing);
  }
  const routes = [...ownRoutes(config, { database, metrics, endless, backend, isBackend }), ...rooms.routes];
  if (roles.includes('api') || roles.includes('lookups')) {
    const doors = await openGraphql(config, {
      rooms: rooms.offers,
      schema: await schemaOf(house, rooms),
      logger,
      metrics,
      newBudget,
      endless,
      waitMs: ground.settings.transferWaitMs,
      shared: elsewhere && { elsewhere, quick: elsewhere === backend?.link },
    });
    app.addHook('onClose', () => doors.stop());
    routes.push(...doors.routes);
  }
  for (const route of routes) {
    if (isServedBy(route, roles)) await registerRoute(app, route);
  }
  return app;
}
