import type { FastifyInstance } from 'fastify';
import { stringify } from 'lossless-json';
import { parseJsonExactly } from '../../src/platform/http/bodies/json-body.js';
import { headerValue } from '../../src/platform/http/header-text.js';

/** An error as it stands in a GraphQL answer. */
export interface AnsweredError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>> & { readonly code: string };
}

export interface GraphqlAnswer<T> {
  readonly status: number;
  readonly data: T | null;
  readonly errors: readonly AnsweredError[];
}

/** In which project, and as whom, a request is made. */
export interface RequestAs {
  readonly project?: string;
  readonly user?: string;
}

export type Variables = Readonly<Record<string, unknown>>;

/** Asks a service in GraphQL, as its clients do. Integers beyond 2^53 are bigints, in variables and in answers. */
export class GraphqlClient {
  constructor(private readonly server: Pick<FastifyInstance, 'inject'>) {}

  /** The data of the answer; throws if there are errors. */
  async graphql<T>(query: string, variables?: Variables, as?: RequestAs): Promise<T> {
    const { data, errors } = await this.graphqlAnswer<T>(query, variables, as);
    if (errors.length > 0 || data === null) {
      throw new Error(
        errors.map(({ message, extensions }) => `${extensions.code}: ${message}`).join('\n') || 'no data',
      );
    }
    return data;
  }

  /** The errors of the answer; throws if there are none. */
  async graphqlErrors(query: string, variables?: Variables, as?: RequestAs): Promise<readonly AnsweredError[]> {
    const { data, errors } = await this.graphqlAnswer(query, variables, as);
    if (errors.length === 0) throw new Error(`expected errors, but the answer is ${stringify(data)}`);
    return errors;
  }

  /** The only error of the answer, as a test usually wants it. */
  async graphqlError(query: string, variables?: Variables, as?: RequestAs): Promise<AnsweredError> {
    const [error, ...more] = await this.graphqlErrors(query, variables, as);
    if (error === undefined || more.length > 0)
      throw new Error(`expected one error, got ${stringify([error, ...more])}`);
    return error;
  }

  /** Data, errors and HTTP status. */
  async graphqlAnswer<T>(query: string, variables: Variables = {}, as: RequestAs = {}): Promise<GraphqlAnswer<T>> {
    const response = await this.server.inject({
      method: 'POST',
      url: '/graphql',
      headers: {
        'content-type': 'application/json',
        ...(as.project !== undefined && { 'headwater-project': headerValue(as.project) }),
        ...(as.user !== undefined && { 'headwater-user': headerValue(as.user) }),
      },
      payload: stringify({ query, variables }) ?? '',
    });
    const body = parseJsonExactly(response.payload) as { data?: T | null; errors?: AnsweredError[] };
    return { status: response.statusCode, data: body.data ?? null, errors: body.errors ?? [] };
  }
}
