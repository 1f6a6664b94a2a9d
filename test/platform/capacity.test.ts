import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Capacity } from '../../src/platform/memory/capacity.js';

const NEVER = new AbortController().signal;

describe('a room', () => {
  it('never holds more than fits, unless one alone is larger, and lets everybody in', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(sizes, async (wanted) => {
        const room = new Capacity(10);
        let inside = 0;
        let done = 0;
        const work = (size: number) => async () => {
          inside += Math.min(size, 10);
          expect(inside).toBeLessThanOrEqual(10);
          await new Promise(setImmediate);
          inside -= Math.min(size, 10);
          done++;
        };

        await Promise.all(wanted.map((size) => room.use('answers', size, NEVER, work(size))));

        expect(done).toBe(wanted.length);
      }),
      { numRuns: 50 },
    );
  });

  it('is left in order by who fails, and by who gives up waiting', async () => {
    const room = new Capacity(10);
    const order: string[] = [];
    const leaving = new AbortController();
    const failing = room.use('answers', 10, NEVER, async () => {
      await new Promise(setImmediate);
      throw new Error('broken');
    });
    const given = room.use('answers', 10, leaving.signal, async () => order.push('given'));
    const next = room.use('answers', 1, NEVER, async () => order.push('next'));
    leaving.abort();

    await expect(given).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await expect(failing).rejects.toThrow('broken');
    await next;
    expect(order).toEqual(['next']);
  });
});
