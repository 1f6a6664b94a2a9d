import { unauthenticated } from './unauthenticated.js';

/** Without `.*?` before a space, or a header of many of them would take the square of its length. */
const SCHEME = /^([\w-]+) +(\S.*)$/;

/** The key or token of an `authorization` header: that of Bearer, or the password of Basic. Throws UNAUTHENTICATED for any other. */
export function readCredential(header: string): string {
  const [, scheme = '', rest = ''] = SCHEME.exec(header.trimEnd()) ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return rest;
    case 'basic':
      return readBasic(rest);
    default:
      throw unauthenticated('The header authorization is neither Bearer nor Basic.', 'malformed');
  }
}

/** Some clients have one field only, and send it as the user. */
function readBasic(encoded: string): string {
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  if (colon < 0) throw unauthenticated('The header authorization is not Basic: it has no colon.', 'malformed');
  return text.slice(colon + 1) || text.slice(0, colon);
}
