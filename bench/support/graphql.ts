/** One GraphQL operation over HTTP. Throws what the answer says is wrong. */
export async function graphql<Data>(serviceUrl: string, query: string, variables: object = {}): Promise<Data> {
  const answer = await fetch(`${serviceUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await answer.json()) as { data?: Data; errors?: { message: string }[] };
  if (data === undefined || errors !== undefined) {
    throw new Error(`GraphQL answered: ${errors?.map(({ message }) => message).join('; ')}`);
  }
  return data;
}
