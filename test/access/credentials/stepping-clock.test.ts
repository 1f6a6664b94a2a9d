import { afterEach, expect, it } from '@jest/globals';
import { Authentication, type AuthenticationDeps } from '../../../src/access/authentication.js';
import { VerifiedPrincipal } from '../../../src/access/rights/principal.js';
import { IssuerDocuments } from '../../../src/access/tokens/issuer-documents.js';

const HOUR_MS = 3_600_000;
const HEADER = 'Bearer a.b.c';
const wall = Date.now;
const steady = performance.now;
afterEach(() => {
  Date.now = wall;
  performance.now = steady;
});

/** So long passes, while somebody puts the clock of the machine back by an hour. */
function pass(ms: number): void {
  const [time, elapsed] = [Date.now(), performance.now()];
  Date.now = () => time - HOUR_MS + ms;
  performance.now = () => elapsed + ms;
}

function authentication(expiresAt: Date | null): Authentication {
  const principal = new VerifiedPrincipal({ name: 'ada', proof: 'TOKEN', keyId: null, grants: [], expiresAt });
  return new Authentication({
    changes: { current: 1, reliable: true },
    tokens: { verify: async () => principal },
  } as unknown as AuthenticationDeps);
}

it('a token is believed for a minute without looking again, also where the clock steps back', async () => {
  const known = authentication(null);
  await known.verify(HEADER);
  pass(59_000);
  expect(known.find(HEADER)?.name).toBe('ada');
  pass(2_000);
  expect(known.find(HEADER)).toBeUndefined();
});

it('a token that expires by the clock is not believed afterwards', async () => {
  const known = authentication(new Date(wall() + 5_000));
  await known.verify(HEADER);
  expect(known.find(HEADER)?.name).toBe('ada');
  Date.now = () => wall() + 6_000;
  expect(known.find(HEADER)).toBeUndefined();
});

it('an issuer that gave nothing is asked again after a moment, also where the clock steps back', async () => {
  const documents = new IssuerDocuments();
  documents.rest();
  await expect(documents.fetch('http://127.0.0.1:9/keys')).rejects.toThrow('a moment ago');
  pass(6_000);
  await expect(documents.fetch('http://127.0.0.1:9/keys')).rejects.not.toThrow('a moment ago');
});
