import { expect, it } from '@jest/globals';
import { LongWait } from '../../../src/platform/http/streams/long-wait.js';

/** Counts who waits for it: each is kept until it is settled. */
class Counted extends Promise<string> {
  waiting = 0;

  // biome-ignore lint/suspicious/noThenProperty: what waits for a promise asks it by this
  override then<A, B>(
    settled?: ((value: string) => A | PromiseLike<A>) | null,
    failed?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.waiting++;
    return super.then(settled, failed);
  }
}

it('leaves nothing behind with a promise, however often it is waited for', async () => {
  let resolve: (value: string) => void = () => undefined;
  const promise = new Counted((settle) => {
    resolve = settle;
  });
  const wait = new LongWait(promise);
  for (let round = 0; round < 5; round++) expect(await wait.within(1)).toBe(false);
  expect(promise.waiting).toBe(1);

  const waiting = wait.within(60_000);
  resolve('there');

  expect(await waiting).toBe(true);
  expect(await wait.within(60_000)).toBe(true);
});

it('ends at the signal, and where the promise fails', async () => {
  const ending = new AbortController();
  const waiting = new LongWait(new Promise(() => undefined)).within(60_000, ending.signal);
  ending.abort();
  expect(await waiting).toBe(false);
  expect(await new LongWait(Promise.reject(new Error('gone'))).within(60_000)).toBe(true);
});
