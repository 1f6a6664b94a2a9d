import { expect, it } from '@jest/globals';
import { seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import { startAppUnderTest } from '../support/service/app-under-test.js';

/** Written one after the other, project and reference of the two requests are the same text. */
it('a lookup by model stays within its project, whatever the project is called', async () => {
  const app = await startAppUnderTest();
  const [project, model] = ['a', 'x model y'];
  const other = { project: 'a model "x', model: 'y"' };
  const create = 'mutation ($name: String!) { createProject(input: { name: $name }) { project { name } } }';
  for (const name of [project, other.project]) await app.graphql(create, { name });
  await seedIn(project, model, 1);

  const ask = (as: string, ref: string) =>
    app.http.inject({
      method: 'POST',
      url: '/v1/features',
      headers: { 'headwater-project': as },
      payload: { model: ref, entities: [{ airport: 'SEA' }] },
    });

  expect((await ask(project, `"${model}"`)).json().values).toEqual([[1]]);
  expect((await ask(other.project, other.model)).json()).toMatchObject({ code: 'BAD_USER_INPUT' });
  await app.close();

  async function seedIn(as: string, name: string, value: number): Promise<void> {
    const graphql: typeof app.graphql = (query, variables) => app.graphql(query, variables, { project: as });
    const within = Object.assign(Object.create(app) as typeof app, { graphql });
    await seedFeatureSet(within, { name: 'delays', features: [{ name: 'n', type: 'INT64' }] });
    await writeRows(within, 'delays', [{ airport: 'SEA', n: value, event_time: '2026-01-01T00:00:00Z' }]);
    const register =
      'mutation ($input: RegisterModelVersionInput!) { registerModelVersion(input: $input) { created } }';
    const artifact = { uri: 's3://m', digest: 'sha256:1' };
    await graphql(register, { input: { model: name, artifact, signature: ['delays:n'] } });
  }
});
