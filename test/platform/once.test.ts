import { expect, it } from '@jest/globals';
import { once } from '../../src/platform/once.js';

it('is done once for all who ask, and again where it failed', async () => {
  let done = 0;
  const work = once(async () => {
    done++;
    if (done === 1) throw new Error('not yet');
    return done;
  });

  await expect(Promise.allSettled([work(), work()])).resolves.toMatchObject([
    { status: 'rejected' },
    { status: 'rejected' },
  ]);
  expect(await Promise.all([work(), work(), work()])).toEqual([2, 2, 2]);
});
