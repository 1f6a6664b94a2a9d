import { isIP } from 'node:net';
import { badInput } from '../../platform/errors.js';
import { type AddressBlock, whyNotSendTo } from '../../platform/outbound/address-rules.js';
import { checkText } from '../../platform/text/check-text.js';

const LONGEST_URL = 2_000;
const LONGEST_DESCRIPTION = 10_000;

/** Throws BAD_USER_INPUT for what can never be posted to. Where a name leads is looked at with each delivery. */
export function checkUrl(written: string, allowed: readonly AddressBlock[]): string {
  checkText('url', written, LONGEST_URL);
  const refuse = (why: string) => badInput(`url is ${JSON.stringify(shown(written))}; ${why}.`, { field: 'url' });
  if (!URL.canParse(written)) throw refuse('write it as https://example.com/path');
  const url = new URL(written);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse('only https is posted to');
  if (url.protocol === 'http:' && allowed.length === 0)
    throw refuse('over the internet only https is posted to, and the setting WEBHOOK_ALLOW names no network of ours');
  if (url.username !== '' || url.password !== '') throw refuse('leave out user and password: deliveries are signed');
  if (url.hash !== '') throw refuse('leave out what is behind #: it is never sent');
  const host = url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
  const why = isIP(host) === 0 ? undefined : whyNotSendTo(host, allowed);
  if (why !== undefined) throw refuse(`${why}, and the setting WEBHOOK_ALLOW doesn't name it`);
  return url.href;
}

/** Without what may be a password. */
function shown(written: string): string {
  return written.slice(0, 200).replace(/\/\/[^/]*@/, '//…@');
}

export function checkDescription(description: string | null | undefined): string | null {
  return description == null ? null : checkText('description', description, LONGEST_DESCRIPTION);
}
