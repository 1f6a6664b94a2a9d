import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeRows } from '../../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../../support/service/app-under-test.js';
import { createTrainingSet, rebuildTrainingSet } from '../../../training-sets/training-client.js';
import { at, freshName, publishSet, row } from '../../airport-set.js';
import { contentsOf } from '../ingest-client.js';

let app: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
});

afterAll(() => app.close());

describe('a backfill', () => {
  it('copies nothing that the later version would refuse, counts what it only counts, and says when nothing is left', async () => {
    const feature = { name: 'v', type: 'FLOAT64' };
    const first = await publishSet(app, [
      { ...feature, allowNonFinite: true },
      { name: 'k', type: 'INT64' },
    ]);
    const name = first.split('@')[0];
    await writeRows(app, first, [row({ v: -5, k: 1 }), row({ v: 'NaN', k: 2 }, 2)]);
    const finite = await publishSet(app, [feature, { name: 'k', type: 'INT64' }], name);
    const { backfillFeatureSetVersion: toFinite } = await app.graphql<{
      backfillFeatureSetVersion: { copied: string[] };
    }>(BACKFILL, { input: { featureSet: finite, from: first } });
    const counting = await publishSet(
      app,
      [{ ...feature, allowNonFinite: true, allowed: { min: 0 }, onViolation: 'COUNT' }],
      name,
    );
    await app.graphql(BACKFILL, { input: { featureSet: counting, from: first } });
    const { featureSetVersion } = await app.graphql<{ featureSetVersion: { violations: unknown } }>(
      'query ($ref: Ref!) { featureSetVersion(ref: $ref) { violations { feature count } } }',
      { ref: counting },
    );
    const strict = await publishSet(app, [{ ...feature, allowed: { min: 0 } }], name);

    expect(toFinite.copied).toEqual(['k']);
    expect(featureSetVersion.violations).toEqual([{ feature: 'v', count: 2 }]);
    await expect(app.graphql(BACKFILL, { input: { featureSet: strict, from: first } })).rejects.toThrow(
      'FAILED_PRECONDITION: No feature of',
    );
    expect(await contentsOf(app, strict)).toEqual({ online: [], history: [] });
  });

  const BACKFILL = `mutation ($input: BackfillFeatureSetVersionInput!) {
    backfillFeatureSetVersion(input: $input) { copied read written cursor from { label } to { label } }
  }`;
  interface Backfilled {
    backfillFeatureSetVersion: { read: number; written: number; cursor: string | null };
  }

  it('copies what did not change, call by call, leaves newer events alone, and can be asked for again', async () => {
    const name = freshName('filled');
    const first = await publishSet(
      app,
      [
        { name: 'same', type: 'STRING' },
        { name: 'retyped', type: 'INT64' },
      ],
      name,
    );
    await writeRows(
      app,
      first,
      [1, 2, 3].map((hour) => row({ same: `h${hour}, "q"`, retyped: hour }, hour)),
    );
    await writeRows(app, first, [row({ same: 'corrected', retyped: 9 }, 2)]);
    const second = await publishSet(
      app,
      [
        { name: 'retyped', type: 'FLOAT64', defaultValue: 0.5 },
        { name: 'same', type: 'STRING' },
        { name: 'fresh', type: 'INT64' },
      ],
      name,
    );
    await writeRows(app, second, [row({ retyped: 3.5, same: 'own', fresh: 1 }, 3)]);

    const calls: Backfilled['backfillFeatureSetVersion'][] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const answer: Backfilled = await app.graphql(BACKFILL, { input: { featureSet: second, maxRows: 2, cursor } });
      calls.push(answer.backfillFeatureSetVersion);
      cursor = answer.backfillFeatureSetVersion.cursor;
    }
    const again = await app.graphql<Backfilled>(BACKFILL, { input: { featureSet: second } });

    expect(calls[0]).toMatchObject({
      copied: ['same'],
      read: 2,
      written: 2,
      from: { label: first },
      to: { label: second },
    });
    expect(again.backfillFeatureSetVersion).toMatchObject({ read: 3, written: 0, cursor: null });
    expect((await contentsOf(app, second)).history).toEqual([
      '["SEA"] 2026-01-01 01:00:00+00 [0.5,"h1, \\"q\\"",null]',
      '["SEA"] 2026-01-01 02:00:00+00 [0.5,"corrected",null]',
      '["SEA"] 2026-01-01 03:00:00+00 [3.5,"own",1]',
    ]);
  });

  it('changes no training set that was made before it', async () => {
    const name = freshName('trained');
    const first = await publishSet(app, [{ name: 'n', type: 'INT64' }], name);
    await writeRows(app, first, [row({ n: 1 })]);
    const second = await publishSet(
      app,
      [
        { name: 'n', type: 'INT64' },
        { name: 'm', type: 'INT64' },
      ],
      name,
    );
    const { datasetVersion } = await createTrainingSet(app, {
      name: `set_of_${name}`,
      features: [`${second}:*`],
      spine: [{ airport: 'SEA', event_time: at(5) }],
    });

    await app.graphql(BACKFILL, { input: { featureSet: second } });

    expect((await rebuildTrainingSet(app, datasetVersion?.label ?? '')).rebuild?.matches).toBe(true);
  });
});
