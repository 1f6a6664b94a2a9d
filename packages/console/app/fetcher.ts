import { createGraphiQLFetcher, type Fetcher } from '@graphiql/toolkit';
import { Kind, parse } from 'graphql';
import { utf8Headers } from './utf8-headers.js';

/** Incremental delivery off: the server doesn't speak it, and asking for it makes an answer's errors harder to read. */
const send = createGraphiQLFetcher({
  url: '/graphql',
  enableIncrementalDelivery: false,
  // The name of a project may be any text.
  fetch: (url, init) => fetch(url, { ...init, headers: utf8Headers((init?.headers ?? {}) as Record<string, string>) }),
});

/**
 * GraphiQL reads the operation's name a moment after a tab is shown, so a quick click on Run sends the name of the tab
 * before. A document with one operation needs no name.
 */
export const fetcher: Fetcher = (request, options) =>
  send(hasOneOperation(request.query) ? { query: request.query, variables: request.variables } : request, options);

function hasOneOperation(query: string): boolean {
  try {
    return parse(query).definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length === 1;
  } catch {
    return false; // the server says what is wrong with it
  }
}
