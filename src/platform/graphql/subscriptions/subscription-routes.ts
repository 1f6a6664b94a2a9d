import type { FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Route } from '../../http/route.js';
import type { EndlessAnswers } from '../../http/streams/endless-answers.js';
import type { Logger } from '../../telemetry/logger.js';
import type { TrustedDocuments } from '../documents/trusted-documents.js';
import { formatGraphqlError } from '../error-format.js';
import type { GraphqlLimits } from '../graphql-server.js';
import { Callers } from './callers.js';
import { eventStreamRoute } from './event-stream-route.js';
import { Subscriber, type SubscriptionContext } from './subscriber.js';
import { websocketRoute } from './websocket-route.js';

export interface SubscriptionOptions<Context extends SubscriptionContext> {
  readonly schema: GraphQLSchema;
  readonly limits: GraphqlLimits;
  readonly trusted: TrustedDocuments;
  readonly logger: Logger;
  /** The context of one event. Throws for whoever may not ask. */
  readonly context: (request: FastifyRequest) => Promise<Context>;
  readonly endless: EndlessAnswers;
}

/** The two doors of subscriptions. */
export function subscriptionRoutes<Context extends SubscriptionContext>({
  schema,
  limits,
  trusted,
  logger,
  context,
  endless,
}: SubscriptionOptions<Context>): Route[] {
  const subscriber = new Subscriber<Context>({ schema, limits, trusted, format: formatGraphqlError(logger) });
  const callers = new Callers(context);
  const { timeMs } = limits;
  return [
    websocketRoute({ schema, subscriber, callers, endless, logger, timeMs }),
    eventStreamRoute({ subscriber, callers, endless, limits }),
  ];
}
