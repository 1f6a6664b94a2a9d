import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  await app.graphql(`mutation {
    defineEntity(input: {name: "thing", joinKeys: [{name: "thing", type: STRING}]}) { created }
    startRun(input: {type: TRAINING, experiment: "thing"}) { run { id } }
    registerModelVersion(input: {model: "thing", artifact: {uri: "s3://m", digest: "sha256:m"}}) { created }
    deploy(input: {deployment: "thing/reads", createEnvironment: true, bindings: [{modelVersion: "thing@1", trafficPercent: 100}]}) { created }
  }`);
});

afterAll(() => app.close());

describe.each(['entity', 'experiment', 'model', 'environment'])('%s', (query) => {
  it('is asked for by ref, a name or an id, or by name as before', async () => {
    const ask = (argument: string, value: string) =>
      app.graphql<Record<string, { id: string; name: string } | null>>(
        `query ($value: ${argument === 'ref' ? 'Ref' : 'String'}!) { ${query}(${argument}: $value) { id name } }`,
        { value },
      );

    const byRef = await ask('ref', 'thing');

    expect(byRef[query]?.name).toBe('thing');
    expect(await ask('ref', byRef[query]?.id ?? '')).toEqual(byRef);
    expect(await ask('name', 'thing')).toEqual(byRef);
    expect((await ask('ref', 'nothing'))[query]).toBeNull();
  });

  it.each([
    ['neither', ''],
    ['both', '(ref: "thing", name: "thing")'],
  ])('wants exactly one of them, not %s', async (found, given) => {
    const error = await app.graphqlError(`{ ${query}${given} { id } }`);

    expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'ref' });
    expect(error.message).toContain(`it has ${found}`);
  });
});
