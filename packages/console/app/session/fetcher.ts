import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { Kind, type OperationDefinitionNode, OperationTypeNode, parse } from 'graphql';
import { createClient } from 'graphql-sse';
import { GRAPHQL_URL, withKey } from './session-key.js';
import { utf8Headers } from './utf8-headers.js';

/** The name of a project may be any text. */
const fetchUtf8: typeof fetch = (url, init) =>
  fetch(url, { ...init, headers: utf8Headers(withKey((init?.headers ?? {}) as Record<string, string>)) });

/** Incremental delivery off: the server doesn't speak it, and asking for it makes an answer's errors harder to read. */
const send = createGraphiQLFetcher({ url: GRAPHQL_URL, enableIncrementalDelivery: false, fetch: fetchUtf8 });

/**
 * GraphiQL reads the operation's name a moment after a tab is shown, so a quick click on Run sends the name of the tab
 * before. A document with one operation needs no name.
 */
export const fetcher: Fetcher = (request, options) => {
  const operations = operationsOf(request.query);
  const asked = operations.length === 1 ? { query: request.query, variables: request.variables } : request;
  const chosen = operations.find(({ name }) => operations.length === 1 || name?.value === request.operationName);
  return chosen?.operation === OperationTypeNode.SUBSCRIPTION ? follow(asked, options?.headers) : send(asked, options);
};

/** Events over HTTP, which takes the headers of the tab as every other request does; a WebSocket would not. */
function follow(request: Parameters<Fetcher>[0], headers: Record<string, string> = {}): ReturnType<Fetcher> {
  const { query, variables, operationName } = request;
  const client = createClient({ url: `${GRAPHQL_URL}/stream`, headers, fetchFn: fetchUtf8, retryAttempts: 0 });
  return client.iterate({
    query,
    ...(variables != null && { variables: variables as Record<string, unknown> }),
    ...(operationName != null && { operationName }),
  }) as ReturnType<Fetcher>;
}

function operationsOf(query: string): readonly OperationDefinitionNode[] {
  try {
    return parse(query).definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  } catch {
    return []; // the server says what is wrong with it
  }
}
