import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NASTY_NAMES } from '../graph/names/nasty-names.js';
import { Seed } from '../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const CREATE = 'mutation ($name: String!) { createProject(input: { name: $name }) { project { name } } }';
const DATASETS = '{ datasets { nodes { name project } } }';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

async function datasetsWith(
  header: string,
): Promise<{ statusCode: number; body: { data?: unknown; errors?: { message: string; extensions: object }[] } }> {
  const response = await app.http.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json', 'headwater-project': header },
    payload: { query: DATASETS },
  });
  return { statusCode: response.statusCode, body: response.json() };
}

describe.each(NASTY_NAMES)('a project called %j', (name) => {
  it('is chosen by a header of UTF-8, or percent-encoded', async () => {
    expect(await app.graphql(CREATE, { name })).toEqual({ createProject: { project: { name } } });
    await new Seed(app, { project: name }).datasetVersion('inside');
    const inside = { datasets: { nodes: [{ name: 'inside', project: name }] } };

    expect(await app.graphql(DATASETS, {}, { project: name })).toEqual(inside);
    expect((await datasetsWith(`UTF-8''${encodeURIComponent(name)}`)).body.data).toEqual(inside);
  });
});

describe('the header headwater-project', () => {
  it('is in whichever normal form', async () => {
    await app.graphql(CREATE, { name: 'Zo\u00eb' });
    expect(await app.graphql(DATASETS, {}, { project: 'Zoe\u0308' })).toEqual({ datasets: { nodes: [] } });
    expect((await app.graphqlError(CREATE, { name: 'Zoe\u0308' })).extensions.code).toBe('ALREADY_EXISTS');
  });

  it.each([
    ["UTF-8''%E7%94", 'is not percent-encoded UTF-8'],
    ["UTF-8''%", 'is not percent-encoded UTF-8'],
    ["UTF-8''a%0Ab", 'a control character'],
    ["UTF-8''%E2%80%AEa", 'the control character U+202E'],
    ["UTF-8''", 'is empty'],
    ["UTF-8''%20a", 'white space at its beginning or end'],
    ['caf\u00e9', "percent-encode them: UTF-8''caf%C3%A9"],
    ['x'.repeat(257), 'at most 256'],
  ])('is refused where it is %j', async (header, says) => {
    const { body } = await datasetsWith(header);

    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'headwater-project' });
    expect(body.errors?.[0]?.message).toContain(says);
  });
});
