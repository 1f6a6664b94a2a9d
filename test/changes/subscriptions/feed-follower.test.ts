import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { changesAfter } from '../../../src/changes/feed/changes-after.js';
import { FeedAlarm } from '../../../src/changes/feed/feed-alarm.js';
import { FeedFollower } from '../../../src/changes/feed/feed-follower.js';
import { CHANGES_CHANNEL, selectLastPosition } from '../../../src/changes/seal/seal.sql.js';
import type { Action } from '../../../src/graph/nodes/action.js';
import { ChangeFeed } from '../../../src/platform/database/change-feed.js';
import { createLogger } from '../../../src/platform/telemetry/logger.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { recordChange } from '../record-change.js';

let app: AppUnderTest;
let alarm: FeedAlarm;
beforeAll(async () => {
  app = await startAppUnderTest();
  alarm = new FeedAlarm(() => new ChangeFeed(app.database.pool.options, CHANGES_CHANNEL, createLogger('silent')));
});
afterAll(async () => {
  await alarm.stop();
  await app.close();
});

function follower(patienceMs?: number): FeedFollower {
  const reads = {
    changesAfter: (after: number, filter: object, limit: number) => changesAfter(app.database, after, filter, limit),
    lastPosition: () => selectLastPosition(app.database),
  };
  return new FeedFollower(reads, alarm, String, patienceMs);
}

describe('who follows the feed', () => {
  it('is told each change once and in order, from wherever, whatever the filter and however many write', async () => {
    const actions: Action[] = ['node:update', 'model:register', 'run:log'];
    const started = await selectLastPosition(app.database);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...actions), { minLength: 1, maxLength: 60 }),
        fc.subarray(actions, { minLength: 1 }),
        fc.nat({ max: 40 }),
        async (written, wanted, back) => {
          const last = await selectLastPosition(app.database);
          const after = Math.max(started, last - back);
          const ending = new AbortController();
          const heard: number[] = [];
          const following = (async () => {
            for await (const change of follower().follow({
              after,
              filter: { project: 'default', actions: wanted },
              signal: ending.signal,
            })) {
              heard.push(change.position);
              if (change.requestId === 'end') return;
            }
          })();
          await Promise.all(written.map((action) => recordChange(app.database, { action })));
          await recordChange(app.database, { action: wanted[0] ?? 'run:log', requestId: 'end' });
          await following;
          ending.abort();
          const { rows } = await app.database.pool.query<{ position: string }>(
            `select position from change_seal where position > $1 and position <= $2 and action = any($3) order by position`,
            [after, heard.at(-1), wanted],
          );
          expect(heard).toEqual(rows.map(({ position }) => Number(position)));
        },
      ),
      { numRuns: 15 },
    );
  }, 120_000);

  it('is ended with the cursor to go on from when it takes too long', async () => {
    const { signal } = new AbortController();
    const after = await selectLastPosition(app.database);
    for (let count = 0; count < 3; count++) await recordChange(app.database);
    const slow = (async () => {
      for await (const _change of follower(50).follow({ after, filter: {}, signal })) await sleep(200);
    })();
    await expect(slow).rejects.toMatchObject({ code: 'UNAVAILABLE', details: { resumeAfter: String(after + 1) } });
  });

  it('leaves at the signal, also while nothing happens', async () => {
    const ending = new AbortController();
    const following = follower().follow({ after: undefined, filter: {}, signal: ending.signal }).next();
    setTimeout(() => ending.abort(), 100);
    expect(await following).toEqual({ done: true, value: undefined });
  });
});
