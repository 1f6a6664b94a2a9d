import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignJWT, UnsecuredJWT } from 'jose';
import { eventually } from '../../support/eventually.js';
import { startTokenIssuer, type TokenIssuer, type TokenWish } from '../../support/foreign/token-issuer.js';
import { basic, bearer } from '../../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

let issuer: TokenIssuer;
let app: AppUnderTest;

beforeAll(async () => {
  issuer = await startTokenIssuer('RS256');
  app = await startAppUnderTest({
    config: {
      WRONG_CREDENTIALS_PER_MINUTE: 0,
      OIDC_ISSUER: issuer.url,
      OIDC_AUDIENCE: issuer.audience,
      OIDC_NAME_CLAIM: 'email',
      OIDC_ROLES_CLAIM: 'realm_access.roles',
      OIDC_ROLES: 'ml-team=WRITER:default; platform=OWNER; labels=READER:default+training-set:read',
    },
  });
});

afterAll(async () => {
  await app.close();
  await issuer.close();
});

const ME = '{ me { name proof roles { role project rights } expiresAt } }';

async function me(headers: Record<string, string>) {
  const answer = await app.http.inject({ method: 'POST', url: '/graphql', headers, payload: { query: ME } });
  return { status: answer.statusCode, me: answer.json().data?.me, body: answer.body };
}

function signed(roles: readonly string[], wish: TokenWish = {}): Promise<string> {
  return issuer.sign({ ...wish, claims: { email: 'ada@example.com', realm_access: { roles }, ...wish.claims } });
}

describe('a token of the issuer', () => {
  it('says who asks, and what its claims mean here', async () => {
    const token = await signed(['ml-team', 'labels', 'for-others']);
    const expected = {
      name: 'ada@example.com',
      proof: 'TOKEN',
      roles: [
        { role: 'WRITER', project: 'default', rights: [] },
        { role: 'READER', project: 'default', rights: ['training-set:read'] },
      ],
      expiresAt: expect.any(String),
    };
    expect((await me(bearer(token))).me).toEqual(expected);
    expect((await me(basic('ada', token))).me).toEqual(expected);
  });

  it('without a role here may do nothing', async () => {
    expect(await me(bearer(await signed(['for-others'])))).toMatchObject({ status: 403 });
    expect(await me(bearer(await signed([])))).toMatchObject({ status: 403 });
  });

  it('is not believed once it has expired, also when it was in use', async () => {
    // The clocks of two machines may differ by five seconds.
    const token = await signed(['platform'], { expiresIn: -3 });
    expect(await me(bearer(token))).toMatchObject({ status: 200 });
    await eventually(async () => expect(await me(bearer(token))).toMatchObject({ status: 401 }));
    expect(await me(bearer(await signed(['platform'], { expiresIn: -60 })))).toMatchObject({ status: 401 });
  });

  it.each([
    ['signed by somebody else', () => signed(['platform'], { forged: true })],
    ['for another service', () => signed(['platform'], { audience: 'others' })],
    ['of another issuer', () => signed(['platform'], { issuer: 'https://login.example' })],
    ['without a name', () => issuer.sign({ claims: { realm_access: { roles: ['platform'] } } })],
    ['whose name holds a line break', () => signed(['platform'], { claims: { email: 'a\nb' } })],
    ['whose payload was changed', async () => (await signed(['for-others'])).replace(/\.[^.]+\./, `.${payload()}.`)],
    ['that nobody signed', async () => unsigned()],
    ['signed with the public key as if it were a secret', () => confused()],
    ['that never expires', async () => eternal()],
    ['of three dots', async () => '..'],
  ])('is not believed: one %s', async (_, make: () => Promise<string>) => {
    const { status, body } = await me(bearer(await make()));
    expect([status, body]).toEqual([401, expect.stringContaining('UNAUTHENTICATED')]);
  });

  it('is checked with the new keys when the issuer has changed them, and keys are not asked for each token', async () => {
    await me(bearer(await signed(['platform'])));
    const before = issuer.asked();
    for (let index = 0; index < 5; index++)
      expect(await me(bearer(await signed(['platform'], { claims: { index } })))).toMatchObject({ status: 200 });
    expect(issuer.asked()).toBe(before);
  });
});

describe('an issuer that does not answer', () => {
  it('makes tokens UNAVAILABLE', async () => {
    const away = await startAppUnderTest({
      config: { OIDC_ISSUER: 'http://127.0.0.1:1', OIDC_AUDIENCE: 'headwater' },
    });
    const answer = await away.http.inject({ url: '/v1/openapi.yml', headers: bearer(await signed(['platform'])) });
    expect(answer.statusCode).toBe(503);
    await away.close();
  });
});

describe('settings', () => {
  it.each([
    [{ OIDC_AUDIENCE: 'headwater' }, 'OIDC_ISSUER is not'],
    [{ OIDC_ISSUER: 'https://login.example' }, 'OIDC_AUDIENCE is not'],
    [{ OIDC_ISSUER: 'https://l.example', OIDC_AUDIENCE: 'h', OIDC_ROLES: 'team=WRITER' }, 'WRITER holds in a project'],
    [{ OIDC_ISSUER: 'https://l.example', OIDC_AUDIENCE: 'h', OIDC_ROLES: 'team=KING:x' }, 'READER, SERVER'],
  ])('%j are refused', async (config, problem) => {
    await expect(startAppUnderTest({ config })).rejects.toThrow(problem);
  });
});

function payload(): string {
  const claims = {
    iss: issuer.url,
    aud: issuer.audience,
    email: 'eve',
    exp: 4_000_000_000,
    realm_access: { roles: ['platform'] },
  };
  return Buffer.from(JSON.stringify(claims)).toString('base64url');
}

function claims() {
  return { email: 'eve', realm_access: { roles: ['platform'] } };
}

function unsigned(): string {
  return new UnsecuredJWT(claims()).setIssuer(issuer.url).setAudience(issuer.audience).setExpirationTime('1h').encode();
}

function confused(): Promise<string> {
  return new SignJWT(claims())
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer.url)
    .setAudience(issuer.audience)
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode('the public key of the issuer, as text'));
}

async function eternal(): Promise<string> {
  const [header = '', , signature = ''] = (await signed(['platform'])).split('.');
  const { exp: _, ...rest } = JSON.parse(Buffer.from(payload(), 'base64url').toString());
  return `${header}.${Buffer.from(JSON.stringify(rest)).toString('base64url')}.${signature}`;
}
