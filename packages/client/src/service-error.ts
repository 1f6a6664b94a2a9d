/** An error as it stands in a GraphQL answer. */
export interface AnsweredError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

/** What Headwater has answered instead of what was asked for. */
export class ServiceError extends Error {
  constructor(
    /** One of the API's codes, such as NOT_FOUND; that of the first error where there are several. */
    readonly code: string,
    message: string,
    readonly status: number,
    /** All that a GraphQL answer says; empty for a route below /v1. */
    readonly errors: readonly AnsweredError[] = [],
  ) {
    super(message);
  }
}

/** Nothing has answered: it is not known whether the request arrived. */
export class UnreachableError extends Error {
  readonly code = 'UNREACHABLE';

  constructor(url: string, cause: unknown, wayOut?: string) {
    const reason = (cause as { cause?: { code?: string } }).cause?.code ?? (cause as Error).message;
    super([`${url} does not answer (${reason}).`, wayOut].filter(Boolean).join(' '), { cause });
  }
}
