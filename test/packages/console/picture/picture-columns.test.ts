import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answerGraph } from '../../../../packages/console/app/lineage/graph/answer-graph.js';
import { cardRows } from '../../../../packages/console/app/lineage/graph/card-rows.js';
import { ColumnLinks } from '../../../../packages/console/app/lineage/graph/column-links.js';
import { trailOfRow } from '../../../../packages/console/app/lineage/graph/trail.js';

describe('Columns and features of a picture', () => {
  it('lights the way of a column, and of no other one', () => {
    const source = {
      from: 'd',
      to: 'f',
      kind: 'SOURCE',
      attributes: { columns: { mean: ['delay'], share: ['delay', 'late'] } },
    };
    const signature = { from: 'f', to: 'm', kind: 'SIGNATURE', attributes: { features: [{ name: 'mean' }] } };
    const binding = { from: 'm', to: 'live', kind: 'BINDING' };
    const links = [source, signature, binding];
    const trail = (id: string, name: string) => trailOfRow(links, new ColumnLinks(links), id, name);

    expect([...trail('d', 'delay').rows]).toEqual(['d:delay', 'f:mean', 'f:share']);
    expect([...trail('d', 'delay').nodes]).toEqual(['d', 'f', 'm', 'live']);
    expect([...trail('d', 'late').nodes]).toEqual(['d', 'f']);
    expect([...trail('f', 'share').rows]).toEqual(['f:share', 'd:delay', 'd:late']);
  });

  it('goes along what the service tells of columns, and along what edges name only where it tells nothing', () => {
    const made = { from: 'a', to: 'b', kind: 'DERIVED_FROM', attributes: { columns: { y: ['old'] } } };
    const read = { from: 'b', to: 'c', kind: 'DERIVED_FROM', attributes: { columns: { z: ['y'] } } };
    const links = [made, read, { from: 'c', to: 'run', kind: 'INPUT' }];
    const told = [{ from: 'a', to: 'b', kind: 'DERIVED_FROM', fromMember: 'x', toMember: 'y' }];
    const columns = new ColumnLinks(links, told);

    expect([...trailOfRow(links, columns, 'a', 'x').rows]).toEqual(['a:x', 'b:y', 'c:z']);
    expect([...trailOfRow(links, columns, 'a', 'x').nodes]).toEqual(['a', 'b', 'c']);
    expect([...trailOfRow(links, columns, 'a', 'old').rows]).toEqual(['a:old']);
    expect([...trailOfRow(links, columns, 'c', 'z').rows]).toEqual(['c:z', 'b:y', 'a:x']);
    // From what may be read as a whole it goes on to all that is behind.
    const whole = [...told, { from: 'b', to: 'c', kind: 'DERIVED_FROM', fromMember: 'y', toMember: null }];
    expect([...trailOfRow(links, new ColumnLinks(links, whole), 'a', 'x').nodes]).toEqual(['a', 'b', 'c', 'run']);
  });

  it('has as many rows on a card as fit, first those that something is made from, in their order', () => {
    const own = fc.uniqueArray(fc.string({ maxLength: 3 }), { maxLength: 20 });
    fc.assert(
      fc.property(own, own, fc.integer({ min: 1, max: 14 }), (columns, joined, most) => {
        const { names, total } = cardRows(columns, new Set(joined), most);
        const all = [...new Set([...columns, ...joined])];
        expect(total).toBe(all.length);
        expect(names).toHaveLength(Math.min(most, all.length));
        expect(names).toEqual(all.filter((name) => names.includes(name)));
        const left = joined.filter((name) => !names.includes(name));
        if (left.length > 0) expect(names.filter((name) => !joined.includes(name))).toEqual([]);
      }),
    );
  });

  it('are found in an answer, in lists and in the compact form', () => {
    const [from, to, kind] = ['dataset_version_1', 'feature_set_version_2', 'SOURCE'];
    const whole = { from, to, kind, attributes: {} };
    const pairs = [
      { from, to, kind, fromMember: 'delay', toMember: 'mean' },
      { from, to, kind, fromMember: null, toMember: 'share' },
    ];
    const compact = {
      ids: [from, to],
      kinds: ['DATASET_VERSION', 'FEATURE_SET_VERSION'],
      labels: ['d@1', 'f@2'],
      depths: [0, 1],
      edges: [[0, 1, kind]],
      members: [null, ['mean', 'share']],
      columnEdges: [
        [0, 'delay', 'mean'],
        [0, null, 'share'],
      ],
    };
    const lists = answerGraph(JSON.stringify({ data: { lineage: { edges: [whole], columnEdges: pairs } } }));

    expect(lists?.links).toEqual([whole]);
    expect(lists?.columnLinks).toEqual(pairs);
    expect(answerGraph(JSON.stringify({ data: { lineage: { columnEdges: pairs } } }))?.links).toHaveLength(1);
    expect(answerGraph(JSON.stringify({ data: { lineage: { compact } } }))?.columnLinks).toEqual(pairs);
  });
});
