import { createPublicKey } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';
import { startTokenIssuer, type TokenIssuer } from '../../support/foreign/token-issuer.js';
import { bearer } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let issuer: TokenIssuer;
let app: AppUnderTest;
/** What the issuer shows. */
let jwk: { readonly kid: string };
/** Whoever is asked for what a token names: nobody. */
let asked = 0;
const attacker = createServer((_, response) => {
  asked++;
  response.end('{"keys": []}');
});
let attackerUrl: string;

beforeAll(async () => {
  issuer = await startTokenIssuer('RS256');
  app = await startAppUnderTest({
    config: { WRONG_CREDENTIALS_PER_MINUTE: 0, OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: issuer.audience },
  });
  [jwk] = ((await (await fetch(`${issuer.url}/keys`)).json()) as { keys: [{ kid: string }] }).keys;
  attacker.listen(0, '127.0.0.1');
  await once(attacker, 'listening');
  attackerUrl = `http://127.0.0.1:${(attacker.address() as AddressInfo).port}/keys`;
});

afterAll(async () => {
  await app.close();
  await issuer.close();
  attacker.close();
});

async function statusOf(token: string): Promise<number> {
  const query = '{ me { name roles { role } expiresAt } }';
  const request = { method: 'POST', url: '/graphql', headers: bearer(token), payload: { query } } as const;
  return (await app.http.inject(request)).statusCode;
}

const CLAIMS = { sub: 'eve', headwater: ['OWNER'] };

/** All in order but for the header and the key. */
async function signedWith(key: Parameters<SignJWT['sign']>[0], header: JWTHeaderParameters): Promise<string> {
  return new SignJWT(CLAIMS)
    .setProtectedHeader(header)
    .setIssuer(issuer.url)
    .setAudience(issuer.audience)
    .setExpirationTime('1h')
    .sign(key);
}

/** A token whose header and payload are any text, and whose signature is none. */
function written(header: unknown, payload: unknown = CLAIMS): string {
  const part = (value: unknown) =>
    Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(payload)}.${Buffer.alloc(256, 1).toString('base64url')}`;
}

describe('a token that somebody else has made', () => {
  it('is not believed though its secret is the public key, however that is written', async () => {
    const key = createPublicKey({ key: jwk as never, format: 'jwk' });
    const pem = key.export({ type: 'spki', format: 'pem' }).toString();
    const secrets = [
      pem,
      pem.trim(),
      key.export({ type: 'pkcs1', format: 'pem' }).toString(),
      key.export({ type: 'spki', format: 'der' }),
      JSON.stringify(jwk),
      Buffer.from((jwk as unknown as { n: string }).n, 'base64url'),
    ];
    for (const secret of secrets)
      for (const alg of ['HS256', 'HS384', 'HS512'])
        expect(await statusOf(await signedWith(Buffer.from(secret as never), { alg, kid: jwk.kid }))).toBe(401);
  });

  it('is not believed though it brings its key, or says where that is; and nobody is asked for it', async () => {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const own = await exportJWK(publicKey);
    for (const header of [
      { jwk: own },
      { jwk: own, kid: jwk.kid },
      { jku: attackerUrl },
      { x5u: attackerUrl },
      { x5c: ['AAAA'] },
      { kid: attackerUrl },
      { crit: ['exp'], exp: 1 },
    ] as object[])
      expect(
        await statusOf(await signedWith(privateKey, { alg: 'RS256', ...header } as never).catch(() => written(header))),
      ).toBe(401);
    expect(asked).toBe(0);
  });

  it.each([
    ['none', { alg: 'none' }],
    ['None', { alg: 'None' }],
    ['an empty algorithm', { alg: '' }],
    ['no algorithm', {}],
    ['an algorithm that is a list', { alg: ['RS256'] }],
    ['an algorithm of objects', { alg: 'constructor' }],
    ['a path as kid', { alg: 'RS256', kid: '../../../../etc/passwd' }],
    ['SQL as kid', { alg: 'RS256', kid: "' or 1=1 --" }],
    ['a NUL in its kid', { alg: 'RS256', kid: '\u0000' }],
    ['a kid that is no text', { alg: 'RS256', kid: { $ne: null } }],
    ['a kid of the prototype', { alg: 'RS256', kid: '__proto__' }],
    ['a long kid', { alg: 'RS256', kid: 'k'.repeat(8_000) }],
    ['a header that is no object', '[]'],
    ['a header that is null', 'null'],
    ['a header that is no JSON', '{'],
    ['a header nested deeply', '['.repeat(5_000)],
    ['a header with alg twice', '{"alg":"RS256","alg":"none"}'],
    ['compression', { alg: 'RS256', zip: 'DEF' }],
  ])('is not believed: with %s', async (_, header) => {
    expect(await statusOf(written(header))).toBe(401);
  });

  it('is not believed with the signature of another one, or of five parts', async () => {
    const good = await issuer.sign({ claims: { headwater: ['OWNER'] } });
    const [header = '', payload = '', signature = ''] = good.split('.');
    const mallory = Buffer.from(
      JSON.stringify({ ...JSON.parse(String(Buffer.from(payload, 'base64url'))), sub: 'mallory' }),
    );
    expect(await statusOf(`${header}.${mallory.toString('base64url')}.${signature}`)).toBe(401);
    expect(await statusOf(`${header}.${payload}.`)).toBe(401);
    expect(await statusOf(`${header}.${payload}.${signature}.${header}.${payload}`)).toBe(401);
    expect(await statusOf(good)).toBe(200);
  });
});

describe('a token of the issuer with odd claims', () => {
  it.each([
    ['thousands of roles', { headwater: Array.from({ length: 1_500 }, (_, index) => `r${index}`) }, 403],
    ['a role that is an object', { headwater: [{ role: 'OWNER' }] }, 403],
    ['a role of the prototype', { headwater: ['constructor', '__proto__', 'toString'] }, 403],
    ['roles in an object', { headwater: { 0: 'OWNER', length: 1 } }, 403],
    ['a name that is a list', { sub: ['ada'], headwater: ['OWNER'] }, 401],
    ['a name of spaces', { sub: '   ', headwater: ['OWNER'] }, 401],
    ['a name too long', { sub: 'a'.repeat(257), headwater: ['OWNER'] }, 401],
    ['a name with a NUL', { sub: 'a\u0000', headwater: ['OWNER'] }, 401],
    ['a name that turns text round', { sub: 'a\u202eb', headwater: ['OWNER'] }, 401],
    ['a name of half a pair', { sub: 'a\ud800', headwater: ['OWNER'] }, 401],
    ['a beginning in the future', { nbf: 4_000_000_000, headwater: ['OWNER'] }, 401],
    ['an end that is no number', { exp: '4000000000', headwater: ['OWNER'] }, 401],
    ['an end beyond all time', { exp: 1e300, headwater: ['OWNER'] }, 200],
  ])('is taken for what it is: %s', async (_, claims, status) => {
    expect(await statusOf(await issuer.signClaims(claims))).toBe(status);
  });

  it('is looked at again within a minute, whatever its end', async () => {
    const token = await issuer.signClaims({ exp: 1e300, headwater: ['OWNER'] });
    const { body } = await app.http.inject({
      method: 'POST',
      url: '/graphql',
      headers: bearer(token),
      payload: { query: '{ me { expiresAt } }' },
    });
    expect(JSON.parse(body)).toEqual({ data: { me: { expiresAt: null } } });
  });
});
