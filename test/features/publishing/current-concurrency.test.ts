import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../support/eventually.js';
import { lookUp, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';
import { activate, activationsOf, backfill, currentOf, M, N, publish, row, storageOf } from './publishing-client.js';

let app: AppUnderTest;
let other: AppUnderTest;

beforeAll(async () => {
  app = await startAppUnderTest();
  other = await startAppUnderTest({ databaseUrl: app.databaseUrl });
});

afterAll(async () => {
  await other.close();
  await app.close();
});

const WRITE =
  'mutation ($input: WriteFeaturesInput!) { writeFeatures(input: $input) { written featureSetVersion { label } } }';

/** Writes one row under the unpinned name; the version that it went into. */
async function write(to: AppUnderTest, set: string, key: string): Promise<string> {
  const { writeFeatures } = await to.graphql<{ writeFeatures: { featureSetVersion: { label: string } } }>(WRITE, {
    input: { featureSet: set, rows: [row(key, { n: 1 })] },
  });
  return writeFeatures.featureSetVersion.label;
}

async function keysOf(label: string): Promise<Set<string>> {
  const rows = await app.database.dataSource.query(`select key from feature_history_${await storageOf(app, label)}`);
  return new Set(rows.map(({ key }: { key: string }) => JSON.parse(key)[0]));
}

describe('publishing, activating, writing and looking up at once', () => {
  it('gives versions without gaps, one chain of switches, writes in the one version they name, and no mixed lookup', async () => {
    const set = 'busy';
    await publish(app, set, [N]);
    const { featureSet: found } = await app.graphql<{ featureSet: { id: string } }>(
      'query ($ref: Ref!) { featureSet(ref: $ref) { id } }',
      { ref: set },
    );
    const written: [key: string, version: string][] = [];
    const mixed: string[][] = [];
    let done = false;
    const writers = [app, other].map(async (process, index) => {
      for (let count = 0; !done; count++) {
        const key = `K${index}_${count}`;
        written.push([key, await write(process, set, key)]);
      }
    });
    const readers = [app, other].map(async (process) => {
      while (!done) {
        const { columns } = await lookUp(process, [`${set}:n`, `${found.id}:*`], [{ airport: 'K0_0' }]);
        const versions = [...new Set(columns.map(({ ref }) => ref.split(':')[0] ?? ''))];
        if (versions.length > 1) mixed.push(versions);
      }
    });
    const publishers = [app, other, app, other].map(async (process, index) => {
      for (let round = 0; round < 4; round++) {
        const { featureSetVersion } = await publish(process, set, [
          N,
          { ...M, defaultValue: index, description: `${round}` },
        ]);
        await activate(process, { featureSetVersion: featureSetVersion?.label, force: true, reason: 'a storm' });
      }
    });
    await Promise.all(publishers);
    done = true;
    await Promise.all([...writers, ...readers]);

    const { featureSet } = await app.graphql<{ featureSet: { versions: { nodes: { version: number }[] } } }>(
      'query ($ref: Ref!) { featureSet(ref: $ref) { versions { nodes { version } } } }',
      { ref: set },
    );
    expect(featureSet.versions.nodes.map(({ version }) => version)).toEqual(
      Array.from({ length: 17 }, (_, index) => 17 - index),
    );
    const switches = (await activationsOf(app, set)).reverse();
    expect(switches.map(({ from }) => from?.label ?? null)).toEqual([
      null,
      ...switches.slice(0, -1).map(({ to }) => to.label),
    ]);
    expect(switches.at(-1)?.to.label).toBe(await currentOf(app, set));
    expect(mixed).toEqual([]);
    const stored = new Map<string, Set<string>>();
    for (let version = 1; version <= 17; version++) stored.set(`${set}@${version}`, await keysOf(`${set}@${version}`));
    for (const [key, version] of written)
      expect([...stored].filter(([, keys]) => keys.has(key)).map(([label]) => label)).toEqual([version]);
    expect(written.length).toBeGreaterThan(10);
  }, 240_000);

  it('is seen by every process, for reads and writes', async () => {
    const set = 'seen';
    await publish(app, set, [N]);
    await writeRows(other, set, [row('SEA', { n: 1 })]);
    await publish(app, set, [N, { ...M, defaultValue: 0 }]);
    await writeRows(app, `${set}@2`, [row('SEA', { n: 2 })]);
    expect((await lookUp(other, [`${set}:n`], [{ airport: 'SEA' }])).values).toEqual([[1]]);

    await activate(app, { featureSetVersion: `${set}@2` });

    await eventually(async () => {
      expect((await lookUp(other, [`${set}:n`], [{ airport: 'SEA' }])).values).toEqual([[2]]);
      expect(await write(other, set, 'DEN')).toBe(`${set}@2`);
    });
  });

  it('loses no row to a backfill that activates while others write', async () => {
    const set = 'moving_on';
    await publish(app, set, [N]);
    const first = Array.from({ length: 3_000 }, (_, index) => row(`A${index}`, { n: index }));
    await writeRows(app, set, first);
    await publish(app, set, [N, { ...M, defaultValue: 0 }]);
    let done = false;
    const counts = [0, 0];
    const writers = [app, other].map(async (process, index) => {
      for (; !done; counts[index] = (counts[index] ?? 0) + 1) await write(process, set, `B${index}_${counts[index]}`);
    });
    for (let cursor: string | null | undefined; cursor !== null; )
      ({ cursor } = await backfill(app, { featureSet: `${set}@2`, activate: true, maxRows: 500, cursor }));
    done = true;
    await Promise.all(writers);

    const [one, two] = [await storageOf(app, `${set}@1`), await storageOf(app, `${set}@2`)];
    const lost = await app.database.dataSource.query(
      `select key from feature_history_${one} o
       where ingest_time < (select max(activated_at) from feature_set_activation)
         and not exists (select from feature_history_${two} t where t.key = o.key)`,
    );
    expect(lost).toEqual([]);
    expect(await currentOf(other, set)).toBe(`${set}@2`);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  }, 240_000);

  it('keeps an empty version current for a writer that is under way', async () => {
    const set = 'under_way';
    await publish(app, set, [N]);
    const storage = await storageOf(app, `${set}@1`);
    const runner = app.database.dataSource.createQueryRunner();
    try {
      await runner.startTransaction();
      await runner.query(`select * from write_features_${storage}(array['["SEA"]'], array['[1]'], array[now()])`);

      const { featureSetVersion } = await publish(app, set, [M]);

      expect(featureSetVersion).toEqual({ label: `${set}@2`, current: false });
      await runner.commitTransaction();
    } finally {
      await runner.release();
    }
    expect((await lookUp(app, [`${set}:n`], [{ airport: 'SEA' }])).values).toEqual([[1]]);
  });
});
