import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { lookUp, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { ACTIVATE, activate, BACKFILL, backfill, currentOf, N, publish, row } from './publishing-client.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

const now = () => new Date().toISOString();

describe('a version with a shorter time to live', () => {
  it('is not activated where what the current one answers would be expired, unless forced', async () => {
    await publish(app, 'rain', [N]);
    await writeRows(app, 'rain', [
      row('OLD', { n: 1 }),
      row('LOST', { n: 1 }),
      { airport: 'NEW', n: 2, event_time: now() },
    ]);
    await publish(app, 'rain', [N], { ttlSeconds: 3_600 });
    await writeRows(app, 'rain@2', [row('OLD', { n: 1 }), { airport: 'NEW', n: 2, event_time: now() }]);

    const { message, extensions } = await app.graphqlError(ACTIVATE, { input: { featureSetVersion: 'rain@2' } });

    expect(extensions).toMatchObject({ code: 'FAILED_PRECONDITION', served: 3, missing: 1, expired: 1 });
    expect(message).toContain('1 of the 3 entities that rain@1 answers for have no row in rain@2');
    expect(message).toContain(
      '1 of the 3 entities that rain@1 answers for have a row in rain@2 that has expired there',
    );
    const filled = await app.graphqlError(BACKFILL, { input: { featureSet: 'rain@2', activate: true } });
    expect(filled.extensions).toMatchObject({ served: 3, missing: 0, expired: 2 });
    expect(filled.message).not.toContain('NOT_FOUND');
    expect(await currentOf(app, 'rain')).toBe('rain@1');
    const forced = { featureSetVersion: 'rain@2', force: true, reason: 'old rain is no rain' };
    expect(await activate(app, forced)).toMatchObject({ changed: true });
    expect((await lookUp(app, ['rain:n'], [{ airport: 'OLD' }])).statuses).toEqual([['EXPIRED']]);
  });

  it('is activated where the current one has expired too', async () => {
    await publish(app, 'snow', [N], { ttlSeconds: 7_200 });
    await writeRows(app, 'snow', [row('OLD', { n: 1 }), { airport: 'NEW', n: 2, event_time: now() }]);
    await publish(app, 'snow', [N], { ttlSeconds: 3_600 });

    expect(await backfill(app, { featureSet: 'snow@2', activate: true })).toMatchObject({ activated: true });
  });
});
