import { expect, it } from '@jest/globals';
import { Slots } from '../../../src/platform/turns/slots.js';

it('lets nobody wait who has gone before', async () => {
  const slots = new Slots(1, 60_000);
  let end: () => void = () => undefined;
  const first = slots.use('ingests', () => new Promise<void>((resolve) => (end = resolve)));

  const late = slots.use('ingests', async () => 'done', AbortSignal.abort());

  await expect(late).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  expect(slots.areWanted).toBe(false);
  end();
  await first;
  expect(await slots.use('ingests', async () => 'done')).toBe('done');
});
