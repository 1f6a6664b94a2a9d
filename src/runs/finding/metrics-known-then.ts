import { checkShape } from '../../graph/finding/filters/check-filter.js';
import type { FilterContext } from '../../graph/finding/filters/resolve-node-filter.js';
import { badInput } from '../../platform/errors.js';
import { MetricValue } from '../filters/metric-value.js';
import type { RunFilter } from '../filters/run-filter.input.js';
import { selectUnknownThen } from './metrics-as-of.sql.js';

/**
 * Throws BAD_USER_INPUT where a filter asks metrics of runs as of a time of which nobody knows them: before calls that log them had numbers, and BEST before it
 * was said last which way that goes.
 */
export async function requireKnownThen(
  { db, caller, asOf }: FilterContext,
  filter: RunFilter,
  path: string,
): Promise<void> {
  if (asOf === null) return;
  const asked = checkShape(filter, path).flatMap(({ filter: { metrics, hasMetrics }, path: at }) => [
    ...(metrics ?? []).map(({ name, of }) => ({ name, isBest: of === MetricValue.BEST, field: `${at}.metrics` })),
    ...(hasMetrics ?? []).map((name) => ({ name, isBest: false, field: `${at}.hasMetrics` })),
  ]);
  if (asked.length === 0) return;
  const best = asked.filter(({ isBest }) => isBest);
  const names = best.map(({ name }) => name);
  for (const { since, metric } of await selectUnknownThen(db, caller.project, names, asOf)) {
    const time = since.toISOString();
    const field = (metric === null ? asked : best.filter(({ name }) => name === metric))[0]?.field ?? path;
    throw badInput(
      metric === null
        ? `${field} can not be asked as of ${asOf}: which points of metrics a run had is known from ${time} on. Ask as of then or later, or leave it out.`
        : `${field} asks for the BEST of ${JSON.stringify(metric)} as of ${asOf}, and which of its values are better was said last at ${time}. Ask as of then or later, or for MIN or MAX.`,
      { field },
    );
  }
}
