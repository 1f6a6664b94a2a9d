/** Rows of similar probability: what was said of them, and what came. */
export interface CalibrationGroup {
  /** Mean probability. */
  readonly predicted: number;
  /** Share of positives. */
  readonly observed: number;
}

/** Cuts the rows, by rising probability, into groups of the same size. */
export function calibrationGroups(
  probabilities: readonly number[],
  labels: readonly boolean[],
  count: number,
): CalibrationGroup[] {
  const rows = probabilities
    .map((probability, i) => ({ probability, label: Number(labels[i] ?? false) }))
    .sort((a, b) => a.probability - b.probability);
  return Array.from({ length: Math.min(count, rows.length) }, (_, group) => {
    const size = rows.length / Math.min(count, rows.length);
    const part = rows.slice(Math.round(group * size), Math.round((group + 1) * size));
    return {
      predicted: mean(part.map(({ probability }) => probability)),
      observed: mean(part.map(({ label }) => label)),
    };
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
