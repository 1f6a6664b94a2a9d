import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await app.graphql('mutation { createProject(input: {name: "Geo / 生"}) { project { name } } }');
});

afterAll(() => app.close());

async function projectOf(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  const payload = { query: '{ me { project } }' };
  const answer = await app.http.inject({ method: 'POST', url, headers, payload });
  return answer.json().data?.me.project ?? answer.json();
}

describe('/p/<project> before a route', () => {
  it('chooses the project, and goes before the header', async () => {
    const url = `/p/${encodeURIComponent('Geo / 生')}/graphql`;
    expect(await projectOf(url)).toBe('Geo / 生');
    expect(await projectOf(url, { 'headwater-project': 'default' })).toBe('Geo / 生');
    expect(await projectOf('/graphql')).toBe('default');
    expect(await projectOf('/p/default/graphql')).toBe('default');
  });

  it('stands before every route, and its query', async () => {
    expect((await app.http.inject('/p/default/healthz')).statusCode).toBe(200);
    expect((await app.http.inject('/p/default?x=1')).statusCode).toBe((await app.http.inject('/')).statusCode);
    expect((await app.http.inject('/p/default/v1/ingests/none/bad-rows?a=b')).json().detail).toContain(
      'project "default"',
    );
  });

  it('is refused where it names nothing', async () => {
    expect(await projectOf('/p/nobodys/graphql')).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
    expect(await projectOf('/p/%E7%94/graphql')).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
    expect((await app.http.inject('/p//graphql')).statusCode).toBe(404);
  });
});
