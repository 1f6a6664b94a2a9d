/** The one table of error codes, each with its HTTP status. GraphQL and REST answers use the same codes. */
export const HTTP_STATUS = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  CONFLICT: 409,
  FAILED_PRECONDITION: 412,
  TOO_COMPLEX: 400,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  TIMEOUT: 504,
} as const;

export type ErrorCode = keyof typeof HTTP_STATUS;

/** Facts that a client can act on: which field, what was expected, what was found. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/** An error whose message is meant for the caller: it says what was wrong, which value, and what would be right. */
export class HeadwaterError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(inShort(message));
    this.name = 'HeadwaterError';
  }
}

/** Characters. What a client sent stands in messages; the whole of it would be an answer larger than the request. */
const LONGEST_MESSAGE = 4_000;

/** The text, or its beginning and its end: that says what would be right. Without half a character, where a value in it was cut. */
export function inShort(text: string): string {
  if (text.length <= LONGEST_MESSAGE) return text.toWellFormed();
  const half = LONGEST_MESSAGE / 2;
  return `${text.slice(0, half)} … ${text.slice(-half)}`.toWellFormed();
}

/** The request itself is wrong, whatever is stored: repeating it is no use. */
export const badInput = (message: string, details?: ErrorDetails) =>
  new HeadwaterError('BAD_USER_INPUT', message, details);
/** What the request needs is not there, or not for this caller to see; a question for one thing by its key answers null instead. */
export const notFound = (message: string, details?: ErrorDetails) => new HeadwaterError('NOT_FOUND', message, details);
/** A name is taken, by something other than what the request would make. */
export const alreadyExists = (message: string, details?: ErrorDetails) =>
  new HeadwaterError('ALREADY_EXISTS', message, details);
/** What is stored says otherwise than the request, or somebody has changed it meanwhile. */
export const conflict = (message: string, details?: ErrorDetails) => new HeadwaterError('CONFLICT', message, details);
/** The request is right but must not be done as things stand; the message says what would have to be first. */
export const failedPrecondition = (message: string, details?: ErrorDetails) =>
  new HeadwaterError('FAILED_PRECONDITION', message, details);
