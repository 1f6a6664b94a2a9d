import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import type { Access } from '../../../src/access/access.js';
import { guardRoutes } from '../../../src/access/guard/guard.js';
import { bearer } from '../../support/seeds/keys.js';
import { ALLOWED_ROUTES, ANYONE, OF_NO_PROJECT } from './allowed-roles.js';
import { type Matrix, OTHER_PROJECTS, ROLES, ROLES_OF_PROJECT, startMatrix } from './matrix.js';

let matrix: Matrix;

beforeAll(async () => {
  matrix = await startMatrix();
}, 60_000);

afterAll(() => matrix.close());

async function answerOf(route: string, headers: Readonly<Record<string, string>>, prefix = '') {
  const [method = '', url = ''] = route.split(' ');
  const path = url.replace(':ref', 'nothing').replace(':id', 'nothing').replace('*', 'nothing.js');
  const body = method === 'POST' ? { payload: '{}', headers: { ...headers, 'content-type': bodyType(url) } } : {};
  return matrix.app.http.inject({ method: method as 'GET', url: `${prefix}${path}`, headers, ...body });
}

async function statusOf(route: string, headers: Readonly<Record<string, string>>): Promise<number> {
  return (await answerOf(route, headers)).statusCode;
}

const bodyType = (url: string) => (/rows|training-sets/.test(url) ? 'application/x-ndjson' : 'application/json');

describe('every route', () => {
  it('is in the table of who may use it', () => {
    const routes = matrix.app.http.ruledRoutes.map(({ method, url }) => `${method} ${url}`);
    expect(routes.toSorted()).toEqual(Object.keys(ALLOWED_ROUTES).toSorted());
  });

  it.each(ROLES)('lets a %s do what it may, and nothing else', async (role) => {
    for (const [route, allowed] of Object.entries(ALLOWED_ROUTES)) {
      const isAllowed = ![401, 403].includes(await statusOf(route, bearer(matrix.keyOf(role))));
      expect([route, isAllowed]).toEqual([route, allowed === ANYONE || allowed.includes(role)]);
    }
  });

  it.each(ROLES_OF_PROJECT)('tells a %s of another project what it tells of one that does not exist', async (role) => {
    const key = bearer(matrix.keyOf(role));
    for (const [route, allowed] of Object.entries(ALLOWED_ROUTES)) {
      if (allowed === ANYONE || OF_NO_PROJECT.includes(route)) continue;
      const told = [];
      for (const project of OTHER_PROJECTS)
        for (const answer of [
          await answerOf(route, { ...key, 'headwater-project': project }),
          await answerOf(route, key, `/p/${project}`),
        ])
          told.push([answer.statusCode, answer.body.replaceAll(project, '…').replace(/"requestId":"[^"]*"/, '')]);
      expect([route, new Set(told.map(([status]) => status))]).toEqual([route, new Set([404])]);
      expect([route, new Set(told.map(([, body]) => body)).size]).toEqual([route, 1]);
    }
  });

  it('is answered 401 for credentials that are no good, unless it is for anyone', async () => {
    for (const [problem, credential] of matrix.bad)
      for (const [route, allowed] of Object.entries(ALLOWED_ROUTES)) {
        const status = await statusOf(route, credential === undefined ? {} : bearer(credential));
        expect([problem, route, status === 401]).toEqual([problem, route, allowed !== ANYONE]);
      }
  });

  it('that there is not is answered 401 too', async () => {
    expect(await statusOf('GET /v1/nothing', {})).toBe(401);
    expect(await statusOf('GET /v1/nothing', bearer(matrix.keyOf('READER')))).toBe(404);
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
