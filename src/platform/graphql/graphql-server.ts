import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Route, RouteLimits } from '../http/route.js';
import { LabelValues } from '../telemetry/label-values.js';
import type { Logger } from '../telemetry/logger.js';
import type { Metrics } from '../telemetry/metrics.js';
import { apolloRoute, type DocumentPlaces, NOT_HERE, noticeNotHere, type SharedDocuments } from './apollo-route.js';
import { KnownQueries } from './documents/known-queries.js';
import type { TrustedDocuments } from './documents/trusted-documents.js';
import { formatGraphqlError, requestError } from './error-format.js';
import { complexityLimit, type FixedCosts } from './limits/complexity.js';
import { documentLimits } from './limits/document-limits.js';
import { placeWrittenFields, type WritingContext } from './lists/written-fields.js';
import { LongResults } from './long-results.js';
import { noSubscriptions } from './subscriptions/no-subscriptions.js';
import { urlVariables } from './variables/url-variables.js';
import { variableLimits } from './variables/variable-limits.js';

export interface GraphqlLimits extends RouteLimits {
  readonly depth: number;
  readonly tokens: number;
  readonly aliases: number;
  readonly complexity: number;
}

export interface GraphqlServerOptions<Context extends WritingContext> {
  readonly schema: GraphQLSchema;
  readonly limits: GraphqlLimits;
  /** Whether it tells its schema. */
  readonly introspection: boolean;
  readonly trusted: TrustedDocuments;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly context: (request: FastifyRequest) => Promise<Context>;
  /** Set where other processes answer some of the documents. */
  readonly shared?: SharedDocuments | undefined;
  /** Set where those who ask share places. */
  readonly fair?: DocumentPlaces | undefined;
}

/** A server that has started, and the route that it answers. */
export interface GraphqlServer {
  readonly route: Route;
  stop(): Promise<void>;
}

/** Serves the schema, with everything of Apollo's off that a lookup would pay for. */
export async function startGraphql<Context extends WritingContext>(
  options: GraphqlServerOptions<Context>,
): Promise<GraphqlServer> {
  const { trusted, shared, fair, limits } = options;
  const results = new LongResults();
  const fixedCosts: FixedCosts = new WeakMap();
  const known = new KnownQueries(options.schema, fixedCosts);
  const server = new ApolloServer<Context>({
    schema: options.schema,
    introspection: options.introspection,
    // "Did you mean" would tell it piece by piece.
    hideSchemaDetailsFromClientErrors: !options.introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: options.logger,
    parseOptions: { maxTokens: limits.tokens },
    validationRules: [documentLimits(limits)],
    formatError: formatGraphqlError(options.logger),
    stringifyResult: results.stringify,
    plugins: [
      // Wraps every field of the schema otherwise.
      ApolloServerPluginCacheControlDisabled(),
      urlVariables(),
      noSubscriptions(),
      variableLimits(options.schema),
      complexityLimit(options.schema, limits.complexity, fixedCosts),
      placeWrittenFields<Context>(),
      known.learn<Context>(),
      ...(shared === undefined ? [] : [noticeNotHere()]),
      countErrors(options.metrics) as ApolloServerPlugin<Context>,
    ],
  });
  await server.start();
  const context = (request: FastifyRequest) =>
    options.context(request).catch((error: unknown) => {
      throw requestError(error);
    });
  return {
    route: apolloRoute({ server, results, known, context, trusted, shared, fair, limits }),
    stop: () => server.stop(),
  };
}

function countErrors(metrics: Metrics): ApolloServerPlugin {
  const operations = new LabelValues();
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response, operationName }) {
          if (response.body.kind !== 'single' || response.http.headers.has(NOT_HERE)) return;
          for (const error of response.body.singleResult.errors ?? []) {
            metrics.operationErrors.inc({
              operation: operations.labelFor(operationName ?? 'anonymous'),
              code: String(error.extensions?.code ?? 'INTERNAL'),
            });
          }
        },
      };
    },
  };
}
