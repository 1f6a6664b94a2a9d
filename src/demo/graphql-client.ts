/** Sends one operation to a running Headwater and gives its data. Throws with the messages of all errors. */
export type Send = <Data>(query: string, variables?: Record<string, unknown>) => Promise<Data>;

/** A client for the public GraphQL API; the demo has no other way in. */
export function createGraphqlClient(url: string): Send {
  return async <Data>(query: string, variables: Record<string, unknown> = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'headwater-user': 'demo' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] };
    if (errors !== undefined || data === undefined) {
      throw new Error(`Headwater answered: ${errors?.map((error) => error.message).join('; ') ?? response.statusText}`);
    }
    return data;
  };
}
