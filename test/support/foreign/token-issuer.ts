import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CompactSign, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export interface TokenWish {
  readonly claims?: JWTPayload;
  readonly audience?: string;
  readonly issuer?: string;
  /** Seconds from now; a minute if left out. */
  readonly expiresIn?: number;
  /** Signed with a key that the issuer doesn't show, though it has the name of one that it does. */
  readonly forged?: boolean;
}

/** An OpenID Connect issuer, as far as services that believe its tokens see it. */
export interface TokenIssuer {
  readonly url: string;
  readonly audience: string;
  sign(wish?: TokenWish): Promise<string>;
  /** Signs claims as they are, beside those that a token needs. */
  signClaims(claims: object): Promise<string>;
  /** From now on it signs with another key, and shows that one alone. */
  rotate(): Promise<void>;
  /** How often its keys were asked for. */
  readonly asked: () => number;
  close(): Promise<void>;
}

/** Keys of RS256 take long to make: they are for those alone whom the algorithm concerns. */
export async function startTokenIssuer(alg: 'ES256' | 'RS256' = 'ES256'): Promise<TokenIssuer> {
  let asked = 0;
  let current = await newKey(alg);
  let forger: ReturnType<typeof newKey> | undefined;
  const forgersKey = () => (forger ??= newKey(alg));
  const server = createServer((request, response) => {
    const url = `http://${request.headers.host}`;
    response.setHeader('content-type', 'application/json');
    if (request.url === '/.well-known/openid-configuration')
      return response.end(JSON.stringify({ issuer: url, jwks_uri: `${url}/keys` }));
    asked++;
    return response.end(JSON.stringify({ keys: [current.jwk] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    audience: 'headwater',
    async sign({ claims = {}, audience = 'headwater', issuer = url, expiresIn = 60, forged = false } = {}) {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ sub: 'ada', ...claims })
        .setProtectedHeader({ alg, kid: current.kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt(now)
        .setExpirationTime(now + expiresIn)
        .sign((forged ? await forgersKey() : current).privateKey);
    },
    async signClaims(claims) {
      const payload = { sub: 'ada', iss: url, aud: 'headwater', exp: Math.floor(Date.now() / 1000) + 60, ...claims };
      return new CompactSign(Buffer.from(JSON.stringify(payload)))
        .setProtectedHeader({ alg, kid: current.kid })
        .sign(current.privateKey);
    },
    async rotate() {
      current = await newKey(alg);
    },
    asked: () => asked,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function newKey(alg: string) {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  const kid = crypto.randomUUID();
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}
