import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

it('lets each mutation of a request see what the one before it wrote', async () => {
  const register = (digest: string) =>
    `registerDatasetVersion(input: { dataset: "flights", location: "x:", digest: "${digest}", columns: [] }) {
       dataset { description latestVersion { label } versions { nodes { label } } }
     }`;

  const answer = await app.graphql<Record<string, { dataset: unknown }>>(
    `mutation { first: ${register('1')} change: updateNode(input: { id: "flights", description: "new" }) { node { label } } second: ${register('2')} }`,
  );

  expect(answer.second?.dataset).toEqual({
    description: 'new',
    latestVersion: { label: 'flights@2' },
    versions: { nodes: [{ label: 'flights@2' }, { label: 'flights@1' }] },
  });
});
