import { randomUUID } from 'node:crypto';
import { GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import { translateDatabaseError } from '../database/connections/database-errors.js';
import { HeadwaterError, HTTP_STATUS, inShort } from '../errors.js';
import type { Logger } from '../telemetry/logger.js';
import { printableDetails } from '../text/describe-value.js';
import { exceedsTokenLimit } from './limits/document-limits.js';

/** What Apollo and graphql-js call the client's own mistakes. */
const CLIENT_MISTAKES = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
]);

/** Turns any error into the one table of codes. What is not known is masked, and logged under an errorId. */
export function formatGraphqlError(logger: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const cause = causeOf(error);
    const known = cause instanceof HeadwaterError ? cause : asKnown(cause);
    const place = {
      ...(formatted.locations && { locations: formatted.locations }),
      ...(formatted.path && { path: formatted.path }),
    };
    if (known !== undefined) {
      return { message: known.message, ...place, extensions: { ...printableDetails(known.details), code: known.code } };
    }
    if (isClientMistake(formatted) || isRefusedRequest(formatted, cause) || isWrongArgument(cause)) {
      const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
      const isTooComplex = exceedsTokenLimit(formatted) || formatted.message === 'Validation aborted.';
      return {
        message: inShort(formatted.message),
        ...place,
        extensions: { ...printableDetails(extensions), code: isTooComplex ? 'TOO_COMPLEX' : 'BAD_USER_INPUT' },
      };
    }
    const errorId = randomUUID();
    logger.error({ err: cause, errorId, path: formatted.path }, 'a resolver failed');
    const message = 'Something went wrong in Headwater itself; the log has the cause under this errorId.';
    return { message, ...place, extensions: { code: 'INTERNAL', errorId } };
  };
}

/** An error that prevents a request from being executed at all, with the status of its code; Apollo would answer 500. */
export function requestError(cause: unknown): GraphQLError {
  const known = cause instanceof HeadwaterError ? cause : asKnown(cause);
  const originalError = cause instanceof Error ? cause : new Error(String(cause));
  return new GraphQLError(originalError.message, {
    originalError,
    extensions: { http: { status: HTTP_STATUS[known?.code ?? 'INTERNAL'] } },
  });
}

/** What a resolver, or the making of the context, threw. */
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? (error.originalError ?? error) : error;
}

function asKnown(cause: unknown): HeadwaterError | undefined {
  if (cause instanceof DOMException && cause.name === 'AbortError') {
    return new HeadwaterError('TIMEOUT', 'The request took longer than the service allows.');
  }
  // A GraphQLError of the library has no cause in the database.
  return cause instanceof GraphQLError ? undefined : translateDatabaseError(cause);
}

function isClientMistake(formatted: GraphQLFormattedError): boolean {
  const code = String(formatted.extensions?.code ?? '');
  return CLIENT_MISTAKES.has(code) || (code in HTTP_STATUS && code !== 'INTERNAL');
}

/** graphql-js and Apollo refuse some requests (a subscription, a persisted query) without a code of their own. */
function isRefusedRequest(formatted: GraphQLFormattedError, cause: unknown): boolean {
  return cause instanceof GraphQLError && formatted.path === undefined;
}

/** Only when a field is executed it turns out that a variable gives null where an argument takes none. */
function isWrongArgument(cause: unknown): boolean {
  const [place] = (cause instanceof GraphQLError && cause.nodes) || [];
  return place !== undefined && place.kind !== Kind.FIELD;
}

/** The answer to a request that was refused before Apollo saw it. */
export function refusalOf({ message, details, code }: Pick<HeadwaterError, 'message' | 'details' | 'code'>): string {
  return JSON.stringify({ errors: [{ message, extensions: { ...printableDetails(details), code } }] });
}
