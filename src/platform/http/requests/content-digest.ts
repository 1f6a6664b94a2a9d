import type { FastifyRequest } from 'fastify';
import { badInput } from '../../errors.js';

const HEX = /^(?:sha-?256:)?([0-9a-f]{64})$/i;
/** `sha-256=:…:` of RFC 9530, or `sha-256=…` of RFC 3230 before it. */
const OF_HEADER = /(?:^|,)\s*sha-256=:?([A-Za-z0-9+/]{43}=):?\s*(?=,|$)/i;
const HEADERS = ['content-digest', 'repr-digest', 'digest'] as const;

/**
 * The SHA-256 that a body has to have, in hexadecimal digits, as the client says in `Content-Digest`, `Repr-Digest` or `Digest`, or as `sha256:…`; undefined where it
 * doesn't. Throws BAD_USER_INPUT for one that can't be read: whoever sends a digest relies on its being looked at.
 */
export function expectedDigest({ headers }: FastifyRequest, parameter?: string): string | undefined {
  const given: string[] = [];
  if (parameter !== undefined) {
    const hex = HEX.exec(parameter)?.[1];
    if (hex === undefined) throw unreadable('digest', parameter, `sha256:${'0'.repeat(8)}…, 64 hexadecimal digits`);
    given.push(hex.toLowerCase());
  }
  for (const name of HEADERS) {
    const value = headers[name];
    if (typeof value !== 'string') continue;
    const base64 = OF_HEADER.exec(value)?.[1];
    if (base64 === undefined) throw unreadable(name, value, 'sha-256=:<base64>:');
    given.push(Buffer.from(base64, 'base64').toString('hex'));
  }
  const [first] = given;
  const other = given.find((digest) => digest !== first);
  if (other === undefined) return first;
  throw badInput(`Two digests were sent, sha256:${first} and sha256:${other}; one content has one.`, {
    field: 'digest',
  });
}

function unreadable(field: string, found: string, expected: string): Error {
  return badInput(`${field} is ${JSON.stringify(found.slice(0, 200))}; it is read as ${expected}.`, {
    field,
    found: found.slice(0, 200),
    expected,
  });
}
