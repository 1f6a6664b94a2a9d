import fc from 'fast-check';
import type { Expression } from './expression-oracle.js';

const NUMBERS = ['LT', 'LTE', 'EQ', 'NE', 'GTE', 'GT'];
const DAYS = Array.from({ length: 6 }, (_, day) => `2026-01-0${day + 1}T00:00:00Z`);

const metric = fc.record(
  {
    name: fc.constantFrom('a', 'b', 'c', 'none'),
    of: fc.constantFrom('LAST', 'FIRST', 'MIN', 'MAX', 'BEST'),
    op: fc.constantFrom(...NUMBERS),
    value: fc.constantFrom<number | string>(-1, -0.5, 0, 0.25, 0.5, 1, 'Infinity', '-Infinity'),
  },
  { requiredKeys: ['name', 'op', 'value'] },
);

const textual = fc.record(
  {
    name: fc.constantFrom('p', 'q', 'none'),
    op: fc.constantFrom('EQ', 'NE', 'CONTAINS', 'STARTS_WITH'),
    value: fc.constantFrom('1', '10', '0.5', 'ä', 'x', '', 'none'),
  },
  { requiredKeys: ['name', 'value'] },
);

const numeric = fc.record({
  name: fc.constantFrom('p', 'q'),
  op: fc.constantFrom('LT', 'LTE', 'GTE', 'GT'),
  value: fc.constantFrom('1', '9', '0.5', '-3'),
});

const day = fc.constantFrom(...DAYS);
const seconds = fc.constantFrom(0, 3600, 86_400, 200_000);

const leaf: fc.Arbitrary<Expression> = fc
  .record({
    metrics: fc.array(metric, { minLength: 1, maxLength: 2 }),
    parameters: fc.array(fc.oneof(textual, numeric), { minLength: 1, maxLength: 2 }),
    hasMetrics: fc.subarray(['a', 'b', 'none'], { minLength: 1, maxLength: 2 }),
    hasParameters: fc.subarray(['p', 'q'], { minLength: 1 }),
    hasTags: fc.subarray(['k', "it's"], { minLength: 1 }),
    tags: fc.constantFrom([{ key: 'k', value: '1' }], [{ key: 'none', value: '' }]),
    statuses: fc.subarray(['PENDING', 'RUNNING', 'FAILED'], { minLength: 1 }),
    types: fc.subarray(['INGEST', 'TRAINING'], { minLength: 1 }),
    owner: fc.constantFrom('team-a', 'nobody'),
    nameContains: fc.constantFrom('run', '-3'),
    startedFrom: day,
    startedBefore: day,
    endedFrom: day,
    endedBefore: day,
    durationFrom: seconds,
    durationBelow: seconds,
    inputs: fc.subarray(['flights@1', 'flights@2'], { minLength: 1 }),
    outputs: fc.constant(['flights@2']),
    commit: fc.constantFrom('abc', 'abc0', 'ffff'),
  })
  .chain((all) =>
    fc.subarray(Object.entries(all), { maxLength: 2 }).map((some): Expression => Object.fromEntries(some)),
  );

/** Filters within filters. */
export const expressions: fc.Arbitrary<Expression> = fc.letrec<{ node: Expression }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    leaf,
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((or) => ({ or })),
    fc.tuple(leaf, fc.array(tie('node'), { maxLength: 2 })).map(([own, or]) => ({ ...own, or })),
    fc.tuple(leaf, fc.array(tie('node'), { maxLength: 2 })).map(([own, and]) => ({ ...own, and })),
    fc.tuple(leaf, tie('node')).map(([own, not]) => ({ ...own, not })),
  ),
})).node;

/** One key to order by, and how its value is read of a run. */
export const ORDERS = [
  { by: 'METRIC', name: 'a' },
  { by: 'METRIC', name: 'a', of: 'MIN' },
  { by: 'METRIC', name: 'b', of: 'BEST' },
  { by: 'METRIC', name: 'c', of: 'BEST' },
  { by: 'METRIC', name: 'c', of: 'FIRST' },
  { by: 'PARAMETER', name: 'p' },
  { by: 'TAG', name: "it's" },
  { by: 'TAG', name: 'k' },
  { by: 'DURATION' },
  { by: 'STATUS' },
  { by: 'TYPE' },
  { by: 'OWNER' },
  { by: 'CREATED_BY' },
  { by: 'CREATED' },
] as const;

export type Order = (typeof ORDERS)[number];
