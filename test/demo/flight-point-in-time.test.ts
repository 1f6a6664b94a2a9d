import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { joinPointInTime } from '../../src/demo/flights/point-in-time.js';

interface Row {
  key: readonly string[];
  event_time: string;
  id: number;
}

const aKey = fc.tuple(fc.constantFrom('1', '11'), fc.constantFrom('2', '12'));
/** Eight instants only, so that ties and exact hits are common. */
const aTime = fc.integer({ min: 0, max: 7 }).map((hour) => `2001-01-01T0${hour}:00:00Z`);
const someRows = fc
  .array(fc.record({ key: aKey, event_time: aTime }), { maxLength: 30 })
  .map((rows) => rows.map((row, id): Row => ({ ...row, id })));
const aSpine = fc.array(fc.record({ key: aKey, time: aTime }), { maxLength: 30 });

const join = (spine: { key: readonly string[]; time: string }[], rows: Row[]) =>
  joinPointInTime(spine, rows, (row) => row.key);

/** The definition read aloud, by a scan of all rows. */
function naive(spineRow: { key: readonly string[]; time: string }, rows: Row[]): Row | null {
  let best: Row | null = null;
  for (const row of rows) {
    const sameKey = row.key[0] === spineRow.key[0] && row.key[1] === spineRow.key[1];
    if (sameKey && row.event_time <= spineRow.time && row.event_time >= (best?.event_time ?? '')) best = row;
  }
  return best;
}

describe('the point-in-time join in memory', () => {
  it('finds for every spine row what a scan of all rows finds', () => {
    fc.assert(
      fc.property(aSpine, someRows, (spine, rows) => {
        expect(join(spine, rows)).toEqual(spine.map((spineRow) => naive(spineRow, rows)));
      }),
    );
  });

  it('takes a row of the very time of the spine, and none after it', () => {
    const rows = [{ key: ['SEA'], event_time: '2001-01-02T00:00:00Z', id: 0 }];

    const found = join(
      [
        { key: ['SEA'], time: '2001-01-01T23:59:59.999Z' },
        { key: ['SEA'], time: '2001-01-02T00:00:00Z' },
      ],
      rows,
    );

    expect(found).toEqual([null, rows[0]]);
  });

  it('compares instants and not texts', () => {
    const rows = [{ key: ['SEA'], event_time: '2001-01-02T02:00:00+02:00', id: 0 }];

    expect(join([{ key: ['SEA'], time: '2001-01-02T00:00:00.000Z' }], rows)).toEqual(rows);
  });

  it('keeps every spine row in its place, repeated ones and misses included', () => {
    const rows = [{ key: ['SEA'], event_time: '2001-01-01T00:00:00Z', id: 0 }];
    const at = (key: string) => ({ key: [key], time: '2001-01-03T00:00:00Z' });

    const found = join([at('SEA'), at('DEN'), at('SEA')], rows);

    expect(found).toEqual([rows[0], null, rows[0]]);
  });
});
