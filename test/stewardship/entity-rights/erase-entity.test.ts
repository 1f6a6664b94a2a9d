import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ingest, ndjson } from '../../features/ingest/ingest-client.js';
import { lookUp, seedFeatureSet, writeRows } from '../../support/seeds/feature-seed.js';
import { type AppUnderTest, startAppUnderTest } from '../../support/service/app-under-test.js';

const TRACE = `query ($entity: Ref!, $key: EntityKey!) {
  entityTrace(entity: $entity, key: $key) {
    entity { name }
    featureRows { featureSetVersion { label } onlineRows historyRows firstEventTime lastEventTime }
    trainingRows { rows }
  }
}`;

const ERASE = `mutation ($input: EraseEntityInput!) {
  eraseEntity(input: $input) {
    erased
    erasure { id entity keyHash reason erasedAt erasedBy featureRows { featureSetVersion onlineRows historyRows refusedRows } trainingRows { rows } }
  }
}`;

const ERASURES = `query ($entity: Ref!, $key: EntityKey) { erasures(entity: $entity, key: $key) { nodes { id keyHash } } }`;

interface Trace {
  entityTrace: { entity: { name: string }; featureRows: Record<string, unknown>[]; trainingRows: unknown[] };
}

interface Erased {
  eraseEntity: {
    erased: boolean;
    erasure: Record<string, unknown> & { id: string; keyHash: string; featureRows: unknown[] };
  };
}

let app: AppUnderTest;

let url: string;

beforeAll(async () => {
  app = await startAppUnderTest();
  url = await app.listen();
});

afterAll(() => app.close());

const at = (day: number) => `2026-01-0${day}T00:00:00Z`;

const trace = async (entity: string, key: object) =>
  (await app.graphql<Trace>(TRACE, { entity, key })).entityTrace.featureRows;

const erase = async (entity: string, key: object, reason?: string) =>
  (await app.graphql<Erased>(ERASE, { input: { entity, key, reason } })).eraseEntity;

/** Two feature sets of one entity of its own, with rows of P1 and P2. */
async function passengers(entity: string): Promise<void> {
  const set = { entity, joinKeys: [{ name: 'passenger', type: 'STRING' }], features: [{ name: 'n', type: 'INT64' }] };
  for (const name of [`${entity}_trips`, `${entity}_bags`]) await seedFeatureSet(app, { ...set, name });
  await writeRows(app, `${entity}_trips`, [
    { passenger: 'P1', n: 1, event_time: at(1) },
    { passenger: 'P1', n: 2, event_time: at(3) },
    { passenger: 'P2', n: 9, event_time: at(2) },
  ]);
  await writeRows(app, `${entity}_bags`, [{ passenger: 'P1', n: 7, event_time: at(2) }]);
}

describe('entityTrace', () => {
  it('says where a key has rows, how many, and from when to when', async () => {
    await passengers('traced');

    const rows = await trace('traced', { passenger: 'P1' });

    expect(rows).toEqual([
      {
        featureSetVersion: { label: 'traced_trips@1' },
        onlineRows: 1,
        historyRows: 2,
        firstEventTime: '2026-01-01T00:00:00Z',
        lastEventTime: '2026-01-03T00:00:00Z',
      },
      {
        featureSetVersion: { label: 'traced_bags@1' },
        onlineRows: 1,
        historyRows: 1,
        firstEventTime: '2026-01-02T00:00:00Z',
        lastEventTime: '2026-01-02T00:00:00Z',
      },
    ]);
  });

  it('has nothing to say of a key that nobody has seen, and refuses what is no key', async () => {
    await passengers('unseen');

    expect(await trace('unseen', { passenger: 'P3' })).toEqual([]);
    await expect(trace('unseen', {})).rejects.toThrow('The join key "passenger" of key is missing');
    await expect(trace('unseen', { passenger: 'P1', seat: 3 })).rejects.toThrow('key has "seat"');
    await expect(trace('unseen', { passenger: 7 })).rejects.toThrow('expected a string');
    await expect(trace('nobody', { passenger: 'P1' })).rejects.toThrow('No ENTITY "nobody"');
  });
});

describe('eraseEntity', () => {
  it('reaches rows that an ingest refused: those that are kept, and those of an answer that is given again', async () => {
    await passengers('refused');
    const lines = [
      { passenger: 'P1', n: 'secret', event_time: at(4) },
      { passenger: 'P2', n: 'other', event_time: at(4) },
      { passenger: 'P3', n: 5, event_time: at(4) },
    ];
    const send = () => ingest(url, 'refused_trips', ndjson(lines), { query: '?on-error=skip', key: 'refused-rows' });
    const first = await send();

    const { erasure } = await erase('refused', { passenger: 'P1' });

    expect(erasure.featureRows).toContainEqual(
      expect.objectContaining({ featureSetVersion: 'refused_trips@1', refusedRows: 1 }),
    );
    const again = await send();
    const kept = await (await fetch(`${url}${first.body.badRows}`)).text();
    for (const text of [JSON.stringify(again.body), kept]) {
      expect(text).toContain('other');
      expect(text).not.toContain('secret');
    }
  });

  it('says no when the reason is too long to be kept', async () => {
    await passengers('wordy');

    await expect(erase('wordy', { passenger: 'P1' }, 'x'.repeat(2_001))).rejects.toThrow('reason has 2001 characters');
  });

  it('removes every value of the key, and of no other', async () => {
    await passengers('erased');

    const { erased, erasure } = await erase('erased', { passenger: 'P1' }, 'request 17');

    expect(erased).toBe(true);
    expect(erasure).toMatchObject({
      entity: 'erased',
      reason: 'request 17',
      erasedBy: expect.any(String),
      featureRows: [
        { featureSetVersion: 'erased_trips@1', onlineRows: 1, historyRows: 2, refusedRows: 0 },
        { featureSetVersion: 'erased_bags@1', onlineRows: 1, historyRows: 1, refusedRows: 0 },
      ],
      trainingRows: [],
    });
    expect(await trace('erased', { passenger: 'P1' })).toEqual([]);
    const table = await lookUp(app, ['erased_trips:n'], [{ passenger: 'P1' }, { passenger: 'P2' }]);
    expect(table.statuses).toEqual([['NOT_FOUND'], ['PRESENT']]);
  });

  it('keeps a proof that does not tell the key, and gives it again when asked again', async () => {
    await passengers('proven');

    const first = await erase('proven', { passenger: 'P1' });
    const again = await erase('proven', { passenger: 'P1' });

    expect(again).toEqual({ erased: false, erasure: first.erasure });
    expect(first.erasure.keyHash).toMatch(/^[0-9a-f]{64}$/);
    const stored = await app.database.dataSource.query('select erasure::text as proof from erasure where id = $1', [
      first.erasure.id,
    ]);
    expect(stored[0].proof).not.toContain('P1');
    const { erasures } = await app.graphql<{ erasures: { nodes: { id: string }[] } }>(ERASURES, {
      entity: 'proven',
      key: { passenger: 'P1' },
    });
    expect(erasures.nodes.map(({ id }) => id)).toEqual([first.erasure.id]);
  });

  it('makes no proof for a key that has no rows and never had any', async () => {
    await passengers('misspelt');

    await expect(erase('misspelt', { passenger: 'P11' })).rejects.toThrow(
      'NOT_FOUND: No row of the entity "misspelt" has the key ["P11"], and none was ever erased',
    );

    expect(await app.graphql(ERASURES, { entity: 'misspelt' })).toEqual({ erasures: { nodes: [] } });
  });

  it('erases what was written after an erasure, with a proof of its own', async () => {
    await passengers('returning');
    const first = await erase('returning', { passenger: 'P1' });
    await writeRows(app, 'returning_trips', [{ passenger: 'P1', n: 5, event_time: at(5) }]);

    const second = await erase('returning', { passenger: 'P1' });

    expect(second.erased).toBe(true);
    expect(second.erasure.keyHash).toBe(first.erasure.keyHash);
    expect(second.erasure.id).not.toBe(first.erasure.id);
  });

  it('reaches the rows of deleted feature set versions too', async () => {
    await passengers('forgotten');
    const { featureSet } = await app.graphql<{ featureSet: { id: string } }>(
      '{ featureSet(ref: "forgotten_bags") { id } }',
    );
    await app.graphql('mutation ($input: DeleteNodeInput!) { deleteNode(input: $input) { node { id } } }', {
      input: { id: featureSet.id, reason: 'not used' },
    });

    const { erasure } = await erase('forgotten', { passenger: 'P1' });

    expect(erasure.featureRows).toHaveLength(2);
  });

  it('gives one proof to several who ask at once', async () => {
    await passengers('contended');

    const answers = await Promise.all(Array.from({ length: 6 }, () => erase('contended', { passenger: 'P1' })));

    expect(answers.filter(({ erased }) => erased)).toHaveLength(1);
    expect(new Set(answers.map(({ erasure }) => erasure.id)).size).toBe(1);
  });
});
