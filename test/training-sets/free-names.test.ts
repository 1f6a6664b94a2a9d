import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NASTY_NAMES } from '../graph/names/nasty-names.js';
import { seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../support/service/app-under-test.js';
import { createTrainingSet, rebuildTrainingSet } from './training-client.js';

const TIME = '2026-01-01T00:00:00Z';

let app: AppUnderTest;
let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
  await seedFeatureSet(app, { name: 'traffic', features: [{ name: 'n', type: 'INT64' }] });
  await writeRows(app, 'traffic', [{ airport: 'SEA', n: 7, event_time: TIME }]);
});

afterAll(() => app.close());

describe.each(NASTY_NAMES)('a training set called %j', (name) => {
  it('is made, rebuilt, and downloaded as a file', async () => {
    const spine = [{ airport: 'SEA', event_time: TIME }];
    const made = await createTrainingSet(app, { name, features: ['traffic:n'], spine });
    const version = made.datasetVersion as unknown as { label: string; trainingSet: { download: string } };

    expect(made.error).toBeNull();
    expect((await rebuildTrainingSet(app, version.label)).rebuild?.matches).toBe(true);
    for (const path of [
      version.trainingSet.download,
      `/v1/training-sets/${encodeURIComponent(version.label.replace(/@1$/, ''))}`,
    ]) {
      const response = await fetch(new URL(`${path}?format=csv`, url));

      expect([response.status, await response.text()]).toEqual([200, `airport,event_time,n\nSEA,${TIME},7\n`]);
      const disposition = response.headers.get('content-disposition') ?? '';
      expect(fileOf(disposition)).toBe(`${name.replace(/["*/:<>?\\|~]/g, '_').replace(/^\./, '_')}@1.csv`);
    }
  });
});

/** As a browser reads it. */
function fileOf(disposition: string): string | undefined {
  const extended = /filename\*=UTF-8''([\w!#$&+.^`|~%-]+)$/.exec(disposition)?.[1];
  return extended === undefined
    ? /^attachment; filename="([^"\\]+)"$/.exec(disposition)?.[1]
    : decodeURIComponent(extended);
}
