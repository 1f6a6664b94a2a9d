import { badInput } from '../../errors.js';

/** Throws BAD_USER_INPUT where a content type names another charset than UTF-8, or a part of it. `what` is what has to be sent as UTF-8. */
export function refuseOtherCharset(contentType: string, what: string): void {
  const [, charset] = /charset="?([^;"\s]+)/i.exec(contentType) ?? [];
  if (charset === undefined || /^(utf-?8|us-ascii)$/i.test(charset)) return;
  throw badInput(`The charset is ${charset}; ${what} is sent as UTF-8.`, { found: charset, expected: 'utf-8' });
}
