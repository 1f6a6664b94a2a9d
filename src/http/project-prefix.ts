import type { IncomingMessage } from 'node:http';

const PREFIX = /^\/p\/([^/?#]+)(?=[/?#]|$)/;

/**
 * The URL of a request without `/p/<project>` before it, which becomes the header that says the same: clients of other tools can choose a URL and
 * no headers. The prefix goes before a header that the client has sent.
 */
export function takeProjectPrefix(request: IncomingMessage): string {
  const { url = '/' } = request;
  if (!url.startsWith('/p/')) return url;
  const [prefix, name] = PREFIX.exec(url) ?? [];
  if (prefix === undefined || name === undefined) return url;
  // Percent-encoded, as it stands in the path.
  request.headers['headwater-project'] = `UTF-8''${name}`;
  const rest = url.slice(prefix.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}
