/** `/p/<project>` where the page is below it, else nothing: links stay in their project. */
export function projectPrefix(path = location.pathname): string {
  return /^\/p\/[^/]+/.exec(path)?.[0] ?? '';
}

/** The address of a node alone. What need not be escaped stays: `production/flight-delay`, `flights@1` are read by people. */
export function lineageAddress(ref: string, search = ''): string {
  const path = encodeURIComponent(ref).replace(/%(?:2F|40|3A)/g, decodeURIComponent);
  return `${projectPrefix()}/lineage/${path}${search}`;
}

/** What stands behind `/lineage/`. */
export function refOfAddress(path = location.pathname): string {
  const text = path.slice(projectPrefix(path).length).replace(/^\/lineage\/?/, '');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** GraphiQL with a query of ours; after the hash, which no server sees. */
export function editorAddress(query: string, variables: object): string {
  const hash = new URLSearchParams({ query, variables: JSON.stringify(variables, null, 2) });
  return `${projectPrefix()}/#${hash}`;
}

/** The query in the address of GraphiQL, where there is one. */
export function queryOfAddress(hash = location.hash): { query: string; variables: string } | undefined {
  const search = new URLSearchParams(hash.slice(1));
  const query = search.get('query');
  return query === null ? undefined : { query, variables: search.get('variables') ?? '{}' };
}
