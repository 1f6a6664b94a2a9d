/** A page of a connection, as GraphQL gives it. */
export interface Page<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** Every node of a connection, page after page; none where what it belongs to is not there. */
export async function* everyNode<Node>(
  read: (after: string | null) => Promise<Page<Node> | null | undefined>,
): AsyncGenerator<Node> {
  for (let after: string | null = null, more = true; more; ) {
    const page: Page<Node> | null | undefined = await read(after).catch(nothingIfMissing);
    if (page == null) return;
    yield* page.nodes;
    more = page.pageInfo.hasNextPage;
    after = page.pageInfo.endCursor;
  }
}

/** A name of any text, in a reference. */
export const inRef = (name: string) => `"${name.replaceAll('"', '""')}"`;

function nothingIfMissing(error: unknown): undefined {
  if ((error as { code?: string }).code !== 'NOT_FOUND') throw error;
  return undefined;
}
