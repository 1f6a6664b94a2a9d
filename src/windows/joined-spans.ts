import type { Span } from './sql/window.sql.js';

/** Few enough for a condition of SQL. */
const MOST = 16;

/** Spans in order, those that meet as one, and no more than a few: the nearest ones are joined with what lies between. */
export function joinedSpans(spans: readonly Span[]): Span[] {
  const sorted = spans.filter(({ after, until }) => until > after).sort((a, b) => a.after - b.after);
  const gaps = sorted
    .slice(1)
    .map((span, index) => span.after - Math.max(...sorted.slice(0, index + 1).map(({ until }) => until)));
  const widest = [...gaps].filter((gap) => gap > 0).sort((a, b) => b - a)[MOST - 1] ?? 0;
  const joined: Span[] = [];
  for (const span of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && span.after - last.until <= widest)
      joined[joined.length - 1] = { after: last.after, until: Math.max(last.until, span.until) };
    else joined.push(span);
  }
  return joined;
}
