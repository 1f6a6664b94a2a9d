import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { AppUnderTest } from '../support/service/app-under-test.js';
import { startAppWithDemo } from '../support/service/app-with-demo.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppWithDemo();
});

afterAll(() => app.close());

it('holds operations that can be typed along beside the demo, in their order', async () => {
  const page = await readFile('docs/promotion.md', 'utf8');
  const blocks = [...page.matchAll(/```graphql\n(.*?)```/gs)].map(([, text = '']) => text);
  const operations = blocks.flatMap((text) => text.split(/\n(?=(?:mutation|query)\b)/));
  expect(operations.length).toBeGreaterThan(10);
  for (const operation of operations) {
    const variables = operation.includes('$at') ? { at: new Date().toISOString() } : {};
    // Whoever types along is not who loaded the demo, and so may approve.
    const { errors } = await app.graphqlAnswer(operation, variables, { user: 'typist' });
    expect([operation, errors]).toEqual([operation, []]);
  }
  const { modelVersion } = await app.graphql<{ modelVersion: { label: string; card: string } }>(
    '{ modelVersion(ref: "flight_delay@champion") { label card } }',
  );
  expect(modelVersion.label).toBe('flight_delay@2');
  expect(modelVersion.card).toContain('| typist | APPROVED | champion |');
});
