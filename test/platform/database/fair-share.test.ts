import { expect, it } from '@jest/globals';
import { FairShare } from '../../../src/platform/database/connections/fair-share.js';

it('keeps no place for who has gone', async () => {
  const shares = new FairShare(1, 60_000);
  let end: () => void = () => undefined;
  const first = shares.use([1], () => new Promise<void>((resolve) => (end = resolve)));
  const left = new AbortController();
  const done: string[] = [];
  const gone = shares.use(
    [1],
    async () => done.push('gone'),
    () => left.signal,
  );
  const next = shares.use([1], async () => done.push('next'));

  left.abort(new Error('has left'));
  await expect(gone).rejects.toThrow('has left');
  const late = shares.use(
    [1],
    async () => done.push('late'),
    () => AbortSignal.abort(new Error('came too late')),
  );
  await expect(late).rejects.toThrow('came too late');
  end();
  await Promise.all([first, next]);
  expect(done).toEqual(['next']);
});
