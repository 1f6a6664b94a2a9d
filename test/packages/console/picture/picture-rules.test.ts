import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, parse, validate } from 'graphql';
import { answerGraph } from '../../../../packages/console/app/lineage/graph/answer-graph.js';
import { LoadedGraph } from '../../../../packages/console/app/lineage/graph/loaded-graph.js';
import { firstWindows, HUB, PAGE, shownGraph } from '../../../../packages/console/app/lineage/graph/shown-graph.js';
import { keepPlaces } from '../../../../packages/console/app/lineage/layout/keep-places.js';
import { plainLayout } from '../../../../packages/console/app/lineage/layout/plain-layout.js';
import { viewFromSearch, viewToSearch } from '../../../../packages/console/app/lineage/view/picture-view.js';
import { TIMELINE_FIELDS } from '../../../../packages/console/app/pages/parts/lists/timeline-fields.js';
import { CHECKOUT, readSourceFiles } from '../../../architecture/source-files.js';

describe('The graph in an answer', () => {
  it('is found wherever it stands and whatever it is called, labels told or not', () => {
    const answer = {
      data: {
        mine: {
          up: {
            found: [{ node: { id: 'run_1', label: 'train' } }],
            ways: [{ from: 'run_1', to: 'model_version_2', kind: 'OUTPUT' }],
          },
        },
      },
    };
    const part = answerGraph(JSON.stringify(answer, null, 2));

    expect(part?.nodes.map(({ id, kind, label }) => [id, kind, label])).toEqual([
      ['run_1', 'RUN', 'train'],
      ['model_version_2', 'MODEL_VERSION', 'model_version_2'],
    ]);
    expect(part?.links).toHaveLength(1);
  });

  it('may be the compact form', () => {
    const compact = {
      ids: ['run_1', 'model_version_2'],
      kinds: ['RUN', 'MODEL_VERSION'],
      labels: ['train', 'm@2'],
      depths: [1, 0],
      edges: [[0, 1, 'OUTPUT']],
    };
    const part = answerGraph(JSON.stringify({ data: { lineage: { compact } } }));

    expect(part?.links).toEqual([expect.objectContaining({ from: 'run_1', to: 'model_version_2', kind: 'OUTPUT' })]);
    expect(part?.nodes.map(({ label }) => label)).toEqual(['train', 'm@2']);
  });

  it.each([
    '',
    '{',
    '{"data": null}',
    '{"data":{"changes":{"edges":[{"cursor":"a","node":{"id":"run_1"}}]}}}',
    '{"data":{"a":{"from":"x"}}}',
  ])('is not in %s', (text) => expect(answerGraph(text)).toBeUndefined());
});

describe('What is drawn', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `dataset_version_${index}`);
  const star = (count: number) => {
    const [hub = '', ...others] = ids(count + 1);
    const nodes = [hub, ...others].map((id) => ({ id, kind: 'DATASET_VERSION', label: id, depth: 0 }));
    return LoadedGraph.of({
      roots: [hub],
      nodes,
      links: others.map((to) => ({ from: hub, to, kind: 'DERIVED_FROM' })),
      frontier: [],
    });
  };

  it('is a page of a hub, and all of what is no hub', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (count) => {
        const loaded = star(count);
        const shown = shownGraph(loaded, firstWindows(loaded, 100), new Set());
        expect(shown.nodes).toHaveLength(1 + (count > HUB ? PAGE : count));
        expect(shown.hubs).toHaveLength(count > HUB ? 1 : 0);
        expect([...shown.hidden.values()].reduce((sum, each) => sum + each, 0)).toBe(count > HUB ? count - PAGE : 0);
      }),
    );
  });

  it('stays where it was when more comes, and nothing lies over anything else', () => {
    const box = fc.record({ x: fc.integer({ min: 0, max: 900 }), y: fc.integer({ min: 0, max: 900 }) });
    fc.assert(
      fc.property(fc.array(box, { minLength: 1, maxLength: 12 }), fc.array(box, { maxLength: 12 }), (before, after) => {
        // Old cards stand in a grid, so that they don't overlap themselves.
        const old = new Map(before.map((_, index) => [`old ${index}`, { x: index * 300, y: 0 }]));
        const fresh = new Map([...old, ...after.map((place, index) => [`new ${index}`, place] as const)]);
        const boxes = [...fresh.keys()].map((id) => ({ id, width: 212, height: 60 }));
        const lines = after.map((_, index) => ({
          id: `${index}`,
          from: `old ${index % before.length}`,
          to: `new ${index}`,
        }));
        const { places } = keepPlaces(
          { boxes, lines, flow: 'RIGHT' },
          { places: fresh, routes: new Map() },
          { places: old, routes: new Map() },
        );

        for (const [id, place] of old) expect(places.get(id)).toEqual(place);
        const all = [...places.values()];
        expect(all).toHaveLength(boxes.length);
        const overlaps = all.flatMap((a, index) =>
          all.slice(index + 1).filter((b) => Math.abs(a.x - b.x) < 212 && Math.abs(a.y - b.y) < 60),
        );
        expect(overlaps).toEqual([]);
      }),
    );
  });

  it('stands in plain layers where the finer layout takes too long, whatever rings there are', () => {
    const ends = fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 40 });
    fc.assert(
      fc.property(ends, fc.constantFrom('RIGHT' as const, 'DOWN' as const), (pairs, flow) => {
        const boxes = Array.from({ length: 21 }, (_, index) => ({ id: `${index}`, width: 212, height: 60 + index }));
        const lines = pairs.map(([from, to], index) => ({ id: `${index}`, from: `${from}`, to: `${to}` }));
        const { places } = plainLayout(boxes, lines, flow);
        const rects = boxes.map((box) => ({ ...box, ...(places.get(box.id) ?? { x: Number.NaN, y: Number.NaN }) }));
        const over = rects.flatMap((a, index) =>
          rects
            .slice(index + 1)
            .filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height),
        );
        expect(places.size).toBe(boxes.length);
        expect(over).toEqual([]);
        // Downstream is ahead, where no ring is in the way.
        const along = (id: string) => (flow === 'RIGHT' ? places.get(id)?.x : places.get(id)?.y) ?? Number.NaN;
        const up = pairs.every(([from, to]) => from < to);
        if (up) for (const { from, to } of lines) expect(along(from)).toBeLessThan(along(to));
      }),
    );
  });

  it('is in its address', () => {
    const view = {
      ...viewFromSearch(''),
      asOf: '2026-01-01T00:00:00Z',
      folded: true,
      all: true,
      flow: 'DOWN' as const,
      windows: { 'u.run_1': { at: 8, take: 8 }, 'd.run_2': null },
      rows: ['dataset_version_1'],
      selected: 'run_1',
      impact: 'run_2',
      asked: 'DEPRECATE' as const,
      diff: ['a&b@1', 'ü@2'] as const,
    };

    expect(viewFromSearch(viewToSearch(view))).toEqual(view);
  });
});

describe('What pictures and pages ask', () => {
  it('is in the schema', async () => {
    const schema = buildSchema(await readFile(`${CHECKOUT}schema/schema.graphql`, 'utf8'));
    const files = [
      ...(await readSourceFiles('packages/console/app/lineage/ask')),
      ...(await readSourceFiles('packages/console/app/pages')),
    ];
    const parts = new Map([
      ['TIMELINE_FIELDS', TIMELINE_FIELDS],
      ...files.flatMap(({ text }) =>
        [...text.matchAll(/^(?:export )?const ([A-Z_]+) =\s+[`']([^`']*)[`'];$/gm)].map(
          ([, name = '', part = '']) => [name, part] as const,
        ),
      ),
    ]);
    const queries = files.flatMap(({ text }) =>
      [...text.matchAll(/[`'](\{ (?=.*\}[`'])|(?:query|mutation|subscription) )([^`']*)[`']/g)].map(
        ([, begin = '', rest = '']) => begin + rest,
      ),
    );

    expect(queries.length).toBeGreaterThan(30);
    for (const query of queries) {
      let whole = query;
      // A part may have parts of its own.
      while (whole.includes('${'))
        whole = whole.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => parts.get(name) ?? '');
      expect(validate(schema, parse(whole))).toEqual([]);
    }
  });
});
