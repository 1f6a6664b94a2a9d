import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { bindingsOf, DEPLOY, DeploymentSeed } from './deployment-seed.js';

const DEFINE = `mutation ($input: DefineEnvironmentInput!) {
  defineEnvironment(input: $input) { created environment { id name description owner tags { key } } }
}`;

let app: AppUnderTest;
let seed: DeploymentSeed;

beforeAll(async () => {
  app = await startAppUnderTest();
  seed = new DeploymentSeed(app);
  await seed.modelVersion('m');
  await app.graphql(DEFINE, { input: { name: 'production', description: 'What customers see.' } });
});

afterAll(() => app.close());

const deploy = (deployment: string, more: object = {}) => ({
  input: { deployment, bindings: bindingsOf({ 'm@1': 100 }), ...more },
});

describe('an environment', () => {
  it('is defined once, and stays as it is when it is defined again', async () => {
    const input = { name: 'staging', description: 'To try.', owner: 'ml', tags: [{ key: 'tier', value: '2' }] };

    const first = await app.graphql<{ defineEnvironment: { environment: object } }>(DEFINE, { input });
    const again = await app.graphql(DEFINE, { input: { name: 'staging', description: 'Other words.' } });

    const { environment } = first.defineEnvironment;
    expect(first).toMatchObject({
      defineEnvironment: { created: true, environment: { name: 'staging', owner: 'ml' } },
    });
    expect(again).toEqual({ defineEnvironment: { created: false, environment } });
  });

  it('is made once by many who define it at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        app.graphql<{ defineEnvironment: { created: boolean } }>(DEFINE, { input: { name: 'crowded' } }),
      ),
    );

    expect(answers.filter(({ defineEnvironment }) => defineEnvironment.created)).toHaveLength(1);
  });

  it.each(['Production', '', 'a b', 'a/b'])('is not called "%s"', async (name) => {
    const { extensions, message } = await app.graphqlError(DEFINE, { input: { name } });

    expect(extensions.code).toBe('BAD_USER_INPUT');
    expect(message).toContain("can't be the name of an environment");
  });
});

describe('deploy to an environment that is not defined', () => {
  it('is refused with the name that was probably meant, and makes nothing', async () => {
    const { extensions, message } = await app.graphqlError(DEPLOY, deploy('prodution/rain'));

    expect(extensions).toMatchObject({ code: 'NOT_FOUND', found: 'prodution', suggestions: ['production'] });
    expect(message).toContain('No ENVIRONMENT "prodution"');
    expect(message).toContain('Did you mean "production"?');
    expect(message).toContain('createEnvironment: true');
    expect(
      await app.graphql('{ environment(ref: "prodution") { id } deployment(ref: "prodution/rain") { id } }'),
    ).toEqual({ environment: null, deployment: null });
  });

  it('makes it where that is said', async () => {
    const first = await app.graphql(DEPLOY, deploy('edge/rain', { createEnvironment: true }));
    const again = await app.graphql(DEPLOY, deploy('edge/snow'));

    expect([first, again]).toMatchObject([{ deploy: { created: true } }, { deploy: { created: true } }]);
  });

  it('says by whom the environment was deleted', async () => {
    const { defineEnvironment } = await app.graphql<{ defineEnvironment: { environment: { id: string } } }>(DEFINE, {
      input: { name: 'old' },
    });
    await seed.delete(defineEnvironment.environment.id);

    const { extensions, message } = await app.graphqlError(DEPLOY, deploy('old/rain'));

    expect(extensions.code).toBe('NOT_FOUND');
    expect(message).toContain('ENVIRONMENT "old" was deleted by local on ');
  });

  it('is no different for a lookup by deployment', async () => {
    await app.graphql(DEPLOY, deploy('production/rain'));

    for (const [deployment, meant] of [
      ['prodution/rain', 'production/rain'],
      ['production/rian', 'production/rain'],
      ['rain', 'production/rain'],
    ]) {
      const { payload } = await app.http.inject({
        method: 'POST',
        url: '/v1/features',
        payload: { deployment, entities: [{ airport: 'SEA' }] },
      });

      expect(JSON.parse(payload)).toMatchObject({ code: 'NOT_FOUND', detail: expect.stringContaining(`"${meant}"`) });
    }
  });
});
