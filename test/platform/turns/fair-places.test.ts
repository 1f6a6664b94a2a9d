import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FairPlaces } from '../../../src/platform/turns/fair-places.js';

const WAIT_MS = 60_000;

/** Work that goes on until it is told to end. */
function openWork() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => () =>
    new Promise<string>((resolve) => {
      begun.push(name);
      ends.push(() => resolve(name));
    });
  return {
    begun,
    ends,
    work,
    /** Ends all that has begun, and what begins for it. */
    async endAll() {
      for (let end = ends.shift(); end !== undefined; end = ends.shift()) {
        end();
        await nextTurn();
      }
    },
  };
}

const asked = (who: string, signal = new AbortController().signal) => ({ who, what: 'queries', signal: () => signal });

describe('fair places', () => {
  it('are never all given to one', async () => {
    const places = new FairPlaces(4, WAIT_MS);
    const { begun, work, endAll } = openWork();
    const all = Array.from({ length: 10 }, () => places.use(asked('greedy'), work('greedy')));
    all.push(places.use(asked('other'), work('other')));
    await nextTurn();

    expect(begun).toEqual(['greedy', 'greedy', 'greedy', 'other']);
    await endAll();
    expect(await Promise.all(all)).toHaveLength(11);
  });

  it('go to whoever has the fewest', async () => {
    const places = new FairPlaces(2, WAIT_MS);
    const { begun, work, endAll } = openWork();
    const all = ['a', 'b', 'a', 'a', 'c', 'b'].map((who) => places.use(asked(who), work(who)));
    await nextTurn();
    await endAll();
    await Promise.all(all);

    expect(begun.slice(0, 2)).toEqual(['a', 'b']);
    // Both of a and b have had their turn when c comes.
    expect(begun.indexOf('c')).toBeLessThan(begun.lastIndexOf('a'));
    expect(begun).toHaveLength(6);
  });

  it('are given up by whoever waits too long, or does not wait any more', async () => {
    const places = new FairPlaces(1, 20);
    const { begun, work, endAll } = openWork();
    const first = places.use(asked('a'), work('first'));
    const late = places.use(asked('a'), work('late'));
    await expect(late).rejects.toMatchObject({ code: 'RATE_LIMITED', details: { limit: 'share', expected: 1 } });
    const gone = new AbortController();
    const left = places.use(asked('b', gone.signal), work('left'));
    gone.abort();
    await expect(left).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    await endAll();
    const next = places.use(asked('a'), work('next'));
    await endAll();

    expect(await Promise.all([first, next])).toEqual(['first', 'next']);
    expect(begun).toEqual(['first', 'next']);
  });

  it('are as many as there are, all used while somebody may, and none lost, whoever asks and leaves in whatever order', async () => {
    const step = fc.record({ who: fc.constantFrom('a', 'b', 'c'), ends: fc.boolean(), fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 60 }), async (most, steps) => {
        const places = new FairPlaces(most, WAIT_MS);
        const mostOfOne = Math.max(1, Math.floor(most * 0.75));
        const running: { who: string; end: () => void }[] = [];
        const waiting = new Map([...'abc'].map((who) => [who, 0]));
        const all: Promise<unknown>[] = [];
        const count = (who: string) => running.filter((each) => each.who === who).length;
        for (const { who, ends, fails } of steps) {
          if (ends) running.shift()?.end();
          else {
            waiting.set(who, (waiting.get(who) ?? 0) + 1);
            const work = () =>
              new Promise<void>((resolve, reject) => {
                waiting.set(who, (waiting.get(who) ?? 0) - 1);
                running.push({ who, end: () => (fails ? reject(new Error('it failed')) : resolve()) });
              });
            all.push(places.use(asked(who), work).catch(() => undefined));
          }
          await nextTurn();
          expect(running.length).toBeLessThanOrEqual(most);
          for (const each of 'abc') {
            expect(count(each)).toBeLessThanOrEqual(mostOfOne);
            const mayEnter = (waiting.get(each) ?? 0) > 0 && count(each) < mostOfOne;
            expect(mayEnter && running.length < most).toBe(false);
          }
        }
        for (let turn = 0; turn < 200 && running.length > 0; turn++) {
          running.shift()?.end();
          await nextTurn();
        }
        await Promise.all(all);
      }),
      { numRuns: 100 },
    );
  });
});
