const NAME = 'headwater:key';

/** The API key of this tab: it lives as long as the tab does, and no other tab sees it. */
export const sessionKey = {
  get: (): string | undefined => sessionStorage.getItem(NAME) ?? undefined,
  set: (key: string): void => sessionStorage.setItem(NAME, key),
  remove: (): void => sessionStorage.removeItem(NAME),
};

/** The headers that show who asks; those that were written by hand go before them. */
export function withKey(
  headers: Readonly<Record<string, string>>,
  key: string | undefined = sessionKey.get(),
): Record<string, string> {
  const hasOwn = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  return { ...headers, ...(key !== undefined && !hasOwn && { authorization: `Bearer ${key}` }) };
}

/** Where the service is asked: below `/p/<project>` where the page itself is. */
export const GRAPHQL_URL = `${/^\/p\/[^/]+/.exec(location.pathname)?.[0] ?? ''}/graphql`;
