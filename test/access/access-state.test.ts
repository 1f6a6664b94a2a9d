import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AccessState } from '../../src/access/access-state.js';
import { ChangeFeed } from '../../src/platform/database/change-feed.js';
import { createLogger } from '../../src/platform/telemetry/logger.js';
import { makeKey } from '../support/seeds/keys.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

it('is not taken for open from memory while nothing is heard of new keys', async () => {
  // Never started, as one whose connection is down.
  const deaf = new ChangeFeed(app.database.pool.options, 'headwater_access', createLogger('silent'));
  const state = new AccessState(app.database, deaf, 'auto', false);
  expect(await state.look()).toBe(true);

  await makeKey(app, { role: 'OWNER' });

  expect(state.isOpen).toBeUndefined();
  expect(await state.look()).toBe(false);
  expect(state.isOpen).toBe(false);
});
