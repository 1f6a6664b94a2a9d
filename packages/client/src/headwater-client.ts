import { type Document, type Given, textOf } from './documents.js';
import { parseExactly, stringifyExactly } from './exact-json.js';
import { again, isWorthRetrying } from './retry.js';
import { type AnsweredError, ServiceError, UnreachableError } from './service-error.js';

/** In which project, and as whom, something is asked. */
export interface RequestAs {
  readonly project?: string | undefined;
  /** Believed only where access is open; else the key says it. */
  readonly user?: string | undefined;
  /** An API key, or a token. */
  readonly key?: string | undefined;
}

export interface ClientOptions extends RequestAs {
  /** Where Headwater listens, such as `http://127.0.0.1:4000`; a path before its own is kept, such as `/p/rivers` or that of a proxy. */
  readonly url: string;
  /** How often what changes nothing is sent again when nobody answers, or is asked to come back later; 2 if left out. */
  readonly retries?: number;
  /** What to do when nobody answers, as the last sentence of the error. */
  readonly whenUnreachable?: string;
  /** Sends a request; the global `fetch` if left out. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface GraphqlAnswer<Data> {
  readonly status: number;
  readonly data: Data | null;
  readonly errors: readonly AnsweredError[];
}

export type Variables = Readonly<Record<string, unknown>>;

/** A request below /v1, as `fetch` takes it. */
export type RouteRequest = RequestInit & {
  /** It may be sent again, though it is neither GET nor HEAD. */
  readonly isIdempotent?: boolean;
};

/** Speaks to a running Headwater. Integers beyond 2^53 are bigints, in variables and in answers. */
export class HeadwaterClient {
  private readonly send: typeof globalThis.fetch;

  /** Throws when the URL is none. */
  constructor(private readonly options: ClientOptions) {
    if (!URL.canParse(options.url)) throw new TypeError(`"${options.url}" is no URL such as http://127.0.0.1:4000.`);
    this.send = options.fetch ?? ((...request) => fetch(...request));
  }

  /** The data of an operation that was written with `graphql`; throws a ServiceError where the answer has errors. */
  graphql<Result, Wanted>(
    document: Document<Result, Wanted>,
    variables: Given<Wanted>,
    as?: RequestAs,
  ): Promise<Result>;
  /** The same for text that the compiler can't read: the caller says what comes back. */
  graphql<Result>(text: string, variables?: Variables, as?: RequestAs): Promise<Result>;
  async graphql<Result>(document: Document<Result, unknown> | string, variables?: unknown, as?: RequestAs) {
    const { data, errors, status } = await this.answer<Result>(textOf(document), variables ?? {}, as);
    const [first] = errors;
    if (first === undefined && data !== null) return data;
    const message = errors.map((error) => error.message).join('\n') || `no data, with the status ${status}`;
    throw new ServiceError(first?.extensions?.code ?? 'INTERNAL', message, status, errors);
  }

  /** Data, errors and status of an operation, whatever they are. */
  async answer<Data>(query: string, variables: unknown = {}, as: RequestAs = {}): Promise<GraphqlAnswer<Data>> {
    const response = await this.fetch(
      '/graphql',
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: stringifyExactly({ query, variables }),
        isIdempotent: !/\b(?:mutation|subscription)\b/.test(query),
      },
      as,
    );
    const text = await response.text();
    if (!/json/.test(response.headers.get('content-type') ?? ''))
      throw new ServiceError(
        'INTERNAL',
        `${this.options.url} answered ${response.status}, not in JSON.`,
        response.status,
      );
    const body = parseExactly(text) as { data?: Data | null; errors?: AnsweredError[]; detail?: string; code?: string };
    // Refused before GraphQL had a look at it.
    if (body.data === undefined && body.errors === undefined) throw problem(response, body);
    return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] };
  }

  /** The answer of a route below /v1; throws a ServiceError where it is a problem. */
  async request(path: string, init: RouteRequest = {}, as: RequestAs = {}): Promise<Response> {
    const response = await this.fetch(path, init, as);
    if (response.ok) return response;
    const text = await response.text();
    throw problem(response, /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : {});
  }

  private async fetch(path: string, { isIdempotent, ...init }: RouteRequest, as: RequestAs): Promise<Response> {
    const { url, retries = 2, whenUnreachable } = this.options;
    const headers = { ...(init.headers as Record<string, string>), ...this.callerHeaders(as) };
    const mayRepeat = isIdempotent ?? ['GET', 'HEAD'].includes(init.method ?? 'GET');
    for (let left = mayRepeat ? retries : 0; ; left--) {
      const outcome = await this.send(this.addressOf(path), { ...init, headers }).catch((cause: unknown) => {
        if (init.signal?.aborted) throw cause;
        return new UnreachableError(url, cause, whenUnreachable);
      });
      if (left > 0 && isWorthRetrying(outcome)) await again(outcome, retries - left);
      else if (outcome instanceof Error) throw outcome;
      else return outcome;
    }
  }

  private addressOf(path: string): URL {
    const { pathname, origin } = new URL(this.options.url);
    return new URL(pathname.replace(/\/+$/, '') + path, origin);
  }

  /** Header values are bytes; Headwater reads them as UTF-8. */
  private callerHeaders(as: RequestAs): Record<string, string> {
    const { project, user, key } = { ...this.options, ...as };
    const bytes = (text: string) => String.fromCharCode(...new TextEncoder().encode(text));
    return {
      ...(project && { 'headwater-project': bytes(project) }),
      ...(user && { 'headwater-user': bytes(user) }),
      ...(key && { authorization: `Bearer ${key}` }),
    };
  }
}

function problem(response: Response, { code, detail }: { code?: string; detail?: string }): ServiceError {
  return new ServiceError(code ?? 'INTERNAL', detail ?? `${response.status} ${response.statusText}`, response.status);
}
