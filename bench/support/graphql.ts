import { HeadwaterClient } from '@headwater/client';

/** One GraphQL operation over HTTP, sent once. Throws what the answer says is wrong. */
export function graphql<Data>(
  url: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> {
  return new HeadwaterClient({ url, retries: 0 }).graphql<Data>(query, variables);
}
