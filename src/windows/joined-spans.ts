import type { Span } from './sql/window.sql.js';

/** Few enough for a condition of SQL. */
const MOST = 16;

/** Spans in order, those that meet as one, and no more than a few: the nearest ones are joined with what lies between. */
export function joinedSpans(spans: readonly Span[]): Span[] {
  const sorted = spans.filter(({ after, until }) => until > after).sort((a, b) => a.after - b.after);
  const apart = joinWithin(sorted, 0);
  const gaps = apart.slice(1).map(({ after }, index) => after - (apart[index]?.until ?? after));
  const widest = gaps.toSorted((a, b) => b - a)[MOST - 1];
  return widest === undefined ? apart : joinWithin(apart, widest);
}

function joinWithin(sorted: readonly Span[], gap: number): Span[] {
  const joined: Span[] = [];
  for (const span of sorted) {
    const last = joined.at(-1);
    if (last === undefined || span.after - last.until > gap) joined.push(span);
    else joined[joined.length - 1] = { after: last.after, until: Math.max(last.until, span.until) };
  }
  return joined;
}
