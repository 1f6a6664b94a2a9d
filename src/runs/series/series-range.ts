import { Field, InputType } from 'type-graphql';
import { badInput } from '../../platform/errors.js';
import { Float } from '../../platform/graphql/scalars/float.scalar.js';
import { SeriesAxis } from './series-axis.js';
import type { RunRange } from './series-range.sql.js';

@InputType({
  description:
    'A part of a series in the words of its axis: steps, or seconds. Both ends are within it; one that is left out has no end there.',
})
export class SeriesRange {
  @Field(() => Float, { nullable: true, description: 'Where it begins.' }) from?: number | null;
  @Field(() => Float, { nullable: true, description: 'Where it ends.' }) to?: number | null;
}

/** Steps are whole numbers below it. */
const MOST_STEP = 2 ** 53;
/** Times are kept to the microsecond; seconds since 1970 as a double are a quarter of one apart. */
const HALF_A_MICROSECOND = 5e-7;

/** Throws BAD_USER_INPUT for a range that holds nothing. */
export function checkRange({ from, to }: SeriesRange): void {
  const refuse = (field: string, found: unknown, what: string) => {
    throw badInput(`range.${field} is ${found}; ${what}`, { field: `range.${field}`, found });
  };
  for (const [field, end] of [
    ['from', from],
    ['to', to],
  ] as const)
    if (Number.isNaN(end)) refuse(field, end, 'it is a number, or left out.');
  if (from != null && to != null && from > to) refuse('from', from, `it is at most range.to, which is ${to}.`);
}

/** The range in what is stored of a run whose relative time begins at `begin`. */
export function rangeOf(range: SeriesRange, axis: SeriesAxis, runId: string, begin: number): RunRange {
  const from = range.from ?? Number.NEGATIVE_INFINITY;
  const to = range.to ?? Number.POSITIVE_INFINITY;
  if (axis === SeriesAxis.TIME) return { runId, from, to };
  if (axis === SeriesAxis.RELATIVE_TIME)
    return { runId, from: from + begin - HALF_A_MICROSECOND, to: to + begin + HALF_A_MICROSECOND };
  return { runId, from: Math.max(-MOST_STEP, from), to: Math.min(MOST_STEP, to) };
}
