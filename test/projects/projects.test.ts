import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Seed } from '../support/seeds/seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

const CREATE = `mutation ($name: String!) {
  createProject(input: { name: $name, description: "for trains" }) { project { name description createdBy createdAt } }
}`;

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

describe('projects', () => {
  it('begin with one named default', async () => {
    const fresh = await startAppUnderTest();

    expect(await fresh.graphql('{ projects { name createdBy } }')).toEqual({
      projects: [{ name: 'default', createdBy: 'headwater' }],
    });
    await fresh.close();
  });

  it('are made by name, once', async () => {
    const made = await app.graphql(CREATE, { name: 'trains' }, { user: 'ada' });

    expect(made).toEqual({
      createProject: {
        project: {
          name: 'trains',
          description: 'for trains',
          createdBy: 'ada',
          createdAt: expect.stringMatching(/Z$/),
        },
      },
    });
    expect((await app.graphqlError(CREATE, { name: 'trains' })).extensions).toMatchObject({
      code: 'ALREADY_EXISTS',
      field: 'name',
      found: 'trains',
    });
  });

  it.each(['', ' trains', 'trains ', 'a\nb', 'a\u2028b', 'a\u202eb', 'x'.repeat(257)])(
    'refuse the name %j',
    async (name) => {
      const error = await app.graphqlError(CREATE, { name });

      expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'name', found: name });
    },
  );

  it('are made once, also when many ask at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => app.graphqlAnswer(CREATE, { name: 'contested' })),
    );

    const codes = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
    expect(codes).toEqual(Array(7).fill('ALREADY_EXISTS'));
  });

  it('keep names apart', async () => {
    await app.graphql(CREATE, { name: 'left' });
    await app.graphql(CREATE, { name: 'right' });
    const left = await new Seed(app, { project: 'left' }).datasetVersion('shared');
    const right = await new Seed(app, { project: 'right' }).datasetVersion('shared');
    const list = '{ datasets { nodes { id project } } }';

    expect([left.label, right.label]).toEqual(['shared@1', 'shared@1']);
    expect(await app.graphql(list, {}, { project: 'left' })).toEqual({
      datasets: { nodes: [{ id: left.dataset.id, project: 'left' }] },
    });
    expect(await app.graphql(list, {}, { project: 'right' })).toEqual({
      datasets: { nodes: [{ id: right.dataset.id, project: 'right' }] },
    });
  });

  it('say NOT_FOUND for a request in a project that does not exist', async () => {
    const { status, data, errors } = await app.graphqlAnswer(
      '{ datasets { nodes { id } } }',
      {},
      { project: 'nowhere' },
    );

    expect(status).toBe(404);
    expect(data).toBeNull();
    expect(errors[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', field: 'headwater-project', found: 'nowhere' });
    expect(errors[0]?.message).toMatch(/^There is no project "nowhere"\. Make it with createProject/);
  });

  it.each(['defualt', 'Default', 'defaul'])('says which project was probably meant by "%s"', async (project) => {
    const [error] = (await app.graphqlAnswer('{ datasets { nodes { id } } }', {}, { project })).errors;

    expect(error?.extensions).toMatchObject({ code: 'NOT_FOUND', suggestions: ['default'] });
    expect(error?.message).toContain('Did you mean "default"?');
  });
});
