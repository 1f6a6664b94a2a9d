import type { ApolloServerPlugin } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import { badInput } from '../../errors.js';
import { requestError } from '../error-format.js';

/** Says where subscriptions are answered to who sends one as a query: there is no event yet that its fields could be read from. */
export function noSubscriptions(): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ operation }) {
          if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
          throw requestError(
            badInput(
              'A subscription is no single answer: it goes to /graphql/stream, by GET or POST (server-sent events), or over a WebSocket to /graphql.',
            ),
          );
        },
      };
    },
  };
}
