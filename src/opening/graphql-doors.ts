import type { FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import pLimit from 'p-limit';
import type { CallerOf } from '../access/caller-of-request.js';
import type { Config } from '../config.js';
import type { Graph } from '../graph/graph.js';
import { GraphqlContext } from '../graph/graphql/graphql-context.js';
import { LocalDocuments } from '../platform/graphql/documents/local-documents.js';
import { startGraphql } from '../platform/graphql/graphql-server.js';
import { subscriptionRoutes } from '../platform/graphql/subscriptions/subscription-routes.js';
import type { Elsewhere } from '../platform/http/elsewhere.js';
import type { Route } from '../platform/http/route.js';
import type { EndlessAnswers } from '../platform/http/streams/endless-answers.js';
import type { AnswerBudget } from '../platform/memory/answer-budget.js';
import type { Logger } from '../platform/telemetry/logger.js';
import type { Metrics } from '../platform/telemetry/metrics.js';
import { FairPlaces } from '../platform/turns/fair-places.js';
import { trustedDocumentsOf } from '../processes/trusted-documents-of.js';

export interface GraphqlNeeds {
  readonly schema: GraphQLSchema;
  readonly rooms: { readonly caller: CallerOf; readonly callerOfEvent: CallerOf; readonly graph: Graph };
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly newBudget: (request: FastifyRequest) => AnswerBudget;
  readonly endless: EndlessAnswers;
  /** The most that heavy documents of one caller wait for those of others. */
  readonly waitMs: number;
  /** Who answers what this process doesn't; `quick`: this one answers short documents itself. */
  readonly shared?: { readonly elsewhere: Elsewhere; readonly quick: boolean } | undefined;
}

/** GraphQL by POST, by WebSocket and as a stream of events. */
export async function openGraphql(
  config: Config,
  { schema, rooms, logger, metrics, newBudget, endless, waitMs, shared }: GraphqlNeeds,
): Promise<{ readonly routes: readonly Route[]; stop(): Promise<void> }> {
  const limits = {
    bodyBytes: config.BODY_LIMIT_BYTES,
    timeMs: config.REQUEST_TIMEOUT_MS,
    depth: config.QUERY_MAX_DEPTH,
    tokens: config.QUERY_MAX_TOKENS,
    aliases: config.QUERY_MAX_ALIASES,
    complexity: config.QUERY_MAX_COMPLEXITY,
  };
  const trusted = await trustedDocumentsOf(config, logger);
  const contextOf = async (request: FastifyRequest, find: CallerOf) =>
    new GraphqlContext(await find(request), rooms.graph.nodes, newBudget(request));
  const server = await startGraphql({
    schema,
    limits,
    introspection: config.INTROSPECTION === 'on',
    trusted,
    logger,
    metrics,
    fair: {
      places: new FairPlaces(config.DATABASE_POOL_SIZE, waitMs),
      whoOf: ({ principal }) => principal?.name,
    },
    context: (request) => contextOf(request, rooms.caller),
    shared: shared && {
      elsewhere: shared.elsewhere,
      local: new LocalDocuments(schema, { isLocal: ({ name }) => name === 'onlineFeatures', quick: shared.quick }),
      quick: pLimit(Math.max(1, Math.floor(config.DATABASE_POOL_SIZE / 2))),
    },
  });
  const context = (request: FastifyRequest) => contextOf(request, rooms.callerOfEvent);
  return {
    routes: [server.route, ...subscriptionRoutes({ schema, limits, trusted, logger, context, endless })],
    stop: () => server.stop(),
  };
}
