import { type GraphqlAnswer, HeadwaterClient, type RequestAs, type Variables } from '@headwater/client';
import type { AnsweredError } from '@headwater/client/errors';
import type { FastifyInstance } from 'fastify';
import { stringify } from 'lossless-json';

export type { AnsweredError, RequestAs, Variables };

/** The client, with what tests want to know besides. */
export class GraphqlClient {
  constructor(private readonly client: HeadwaterClient) {}

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
  graphqlAnswer<T>(query: string, variables?: Variables, as?: RequestAs): Promise<GraphqlAnswer<T>> {
    return this.client.answer<T>(query, variables, as);
  }
}

/** A client of a service that listens nowhere. A request is sent once, so that each failure is seen. */
export function clientWithoutSocket(server: Pick<FastifyInstance, 'inject'>): HeadwaterClient {
  return new HeadwaterClient({
    url: 'http://127.0.0.1',
    retries: 0,
    async fetch(input, init) {
      const url = new URL(String(input));
      const { statusCode, payload, headers } = await server.inject({
        method: init?.method === 'POST' ? 'POST' : 'GET',
        url: `${url.pathname}${url.search}`,
        headers: init?.headers as Record<string, string>,
        payload: String(init?.body ?? ''),
      });
      return new Response(payload, { status: statusCode, headers: headers as Record<string, string> });
    },
  });
}
