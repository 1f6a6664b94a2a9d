import type { ApolloServerPlugin } from '@apollo/server';

/** Gives a GET request the variables that the route read from its URL, with every digit. */
export function urlVariables(): ApolloServerPlugin {
  return {
    async requestDidStart({ request }) {
      if (request.http?.method !== 'GET') return;
      const { variables } = request.http.body as { readonly variables?: Record<string, unknown> };
      if (variables != null) Object.assign(request, { variables });
    },
  };
}
