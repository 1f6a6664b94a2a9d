import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { buildSchema } from 'graphql';
import type { Access } from '../../src/access/access.js';
import { guardRoutes } from '../../src/access/guard.js';
import { type AppUnderTest, startAppUnderTest } from '../support/app-under-test.js';
import { bearer, makeKey } from '../support/keys.js';
import { startTokenIssuer, type TokenIssuer } from '../support/token-issuer.js';
import { ALLOWED_OPERATIONS, ALLOWED_ROUTES, ANYONE, EVERYBODY } from './allowed-roles.js';
import { stubDocuments } from './stub-documents.js';

const SCHEMA = new URL('../../schema/schema.graphql', import.meta.url);
const DOCUMENTS = stubDocuments(buildSchema(await readFile(SCHEMA, 'utf8')));
const ROLES = EVERYBODY;
const REFUSED = ['FORBIDDEN', 'UNAUTHENTICATED'];

let issuer: TokenIssuer;
let app: AppUnderTest;
/** By role. */
const keys = new Map<string, string>();
/** By what is wrong with them; undefined: there is none. */
const bad = new Map<string, string | undefined>();

beforeAll(async () => {
  issuer = await startTokenIssuer();
  app = await startAppUnderTest({
    config: { OIDC_ISSUER: issuer.url, OIDC_AUDIENCE: issuer.audience, WRONG_CREDENTIALS_PER_MINUTE: 0 },
  });
  for (const role of ROLES) keys.set(role, (await makeKey(app, { role })).key);
  await app.graphql('mutation { createProject(input: {name: "other"}) { project { name } } }', {}, as('OWNER'));
  const revoked = await makeKey(app, { role: 'OWNER' });
  await app.graphql(`mutation { revokeApiKey(input: {id: "${revoked.id}"}) { apiKey { id } } }`, {}, as('OWNER'));
  const expired = await makeKey(app, { role: 'OWNER', expiresAt: new Date(Date.now() + 50) });
  const claims = { headwater: ['OWNER'] };
  bad.set('none', undefined);
  bad.set('expired', expired.key);
  bad.set('revoked', revoked.key);
  bad.set('a wrong secret', keys.get('OWNER')?.replace(/.{64}$/, '0'.repeat(64)));
  bad.set('an unknown key', `hw_${'0'.repeat(12)}_${'0'.repeat(64)}`);
  bad.set('an expired token', await issuer.sign({ claims, expiresIn: -60 }));
  bad.set('a forged token', await issuer.sign({ claims, forged: true }));
  bad.set('a token for others', await issuer.sign({ claims, audience: 'others' }));
  bad.set('a token of others', await issuer.sign({ claims, issuer: 'http://127.0.0.1:1' }));
  await new Promise((resolve) => setTimeout(resolve, 60));
}, 60_000);

afterAll(async () => {
  await app.close();
  await issuer.close();
});

function as(role: string): { readonly key: string } {
  return { key: keys.get(role) ?? '' };
}

async function codeOf(text: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const answer = await app.http.inject({ method: 'POST', url: '/graphql', headers, payload: { query: text } });
  const { errors = [] } = answer.json<{ errors?: { extensions: { code: string } }[] }>();
  return errors[0]?.extensions.code ?? 'OK';
}

describe('every query and mutation', () => {
  it('is in the table of who may use it', () => {
    expect(DOCUMENTS.map(({ name }) => name).toSorted()).toEqual(Object.keys(ALLOWED_OPERATIONS).toSorted());
  });

  it.each(ROLES)('lets a %s do what it may, and nothing else', async (role) => {
    const allowed: string[] = [];
    for (const { name, text } of DOCUMENTS)
      if (!REFUSED.includes(await codeOf(text, bearer(as(role).key)))) allowed.push(name);
    const expected = DOCUMENTS.filter(({ name }) => ALLOWED_OPERATIONS[name]?.includes(role)).map(({ name }) => name);
    expect(allowed).toEqual(expected);
  });

  it.each(ROLES.filter((role) => role !== 'OWNER'))(
    'tells a %s of another project what it tells of one that does not exist',
    async (role) => {
      for (const { text } of DOCUMENTS)
        for (const project of ['other', 'nobodys'])
          expect(await codeOf(text, { ...bearer(as(role).key), 'headwater-project': project })).toBe('NOT_FOUND');
    },
  );

  it('is answered UNAUTHENTICATED for credentials that are no good', async () => {
    for (const [problem, credential] of bad)
      for (const { name, text } of DOCUMENTS) {
        const code = await codeOf(text, credential === undefined ? {} : bearer(credential));
        expect([problem, name, code]).toEqual([problem, name, 'UNAUTHENTICATED']);
      }
  });
});

describe('every route', () => {
  const statusOf = async (route: string, headers: Readonly<Record<string, string>>) => {
    const [method = '', url = ''] = route.split(' ');
    const path = url.replace(':ref', 'nothing').replace(':id', 'nothing').replace('*', 'nothing.js');
    const body = method === 'POST' ? { payload: '{}', headers: { ...headers, 'content-type': bodyType(url) } } : {};
    return (await app.http.inject({ method: method as 'GET', url: path, headers, ...body })).statusCode;
  };
  const bodyType = (url: string) => (/rows|training-sets/.test(url) ? 'application/x-ndjson' : 'application/json');

  it('is in the table of who may use it', () => {
    const routes = app.http.ruledRoutes.map(({ method, url }) => `${method} ${url}`);
    expect(routes.toSorted()).toEqual(Object.keys(ALLOWED_ROUTES).toSorted());
  });

  it.each(ROLES)('lets a %s do what it may, and nothing else', async (role) => {
    for (const [route, allowed] of Object.entries(ALLOWED_ROUTES)) {
      const isAllowed = ![401, 403].includes(await statusOf(route, bearer(as(role).key)));
      expect([route, isAllowed]).toEqual([route, allowed === ANYONE || allowed.includes(role)]);
    }
  });

  it('is answered 401 for credentials that are no good, unless it is for anyone', async () => {
    for (const [problem, credential] of bad)
      for (const [route, allowed] of Object.entries(ALLOWED_ROUTES)) {
        const status = await statusOf(route, credential === undefined ? {} : bearer(credential));
        expect([problem, route, status === 401]).toEqual([problem, route, allowed !== ANYONE]);
      }
  });

  it('that there is not is answered 401 too', async () => {
    expect(await statusOf('GET /v1/nothing', {})).toBe(401);
    expect(await statusOf('GET /v1/nothing', bearer(as('READER').key))).toBe(404);
  });

  it('fails to register without a rule', () => {
    const server = Fastify();
    // No request comes, so nobody is asked.
    guardRoutes(server, {} as Access, { isFront: false, wrong: undefined });
    expect(() => server.get('/secrets', () => 'all')).toThrow('GET /secrets has no rule');
    expect(() => server.get('/secrets', { config: { rule: { action: 'secret:read' } } }, () => 'all')).toThrow(
      'secret:read, which is no action',
    );
  });
});
