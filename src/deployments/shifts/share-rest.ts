/** What one part of a split has. */
export interface Share {
  readonly modelVersionId: string;
  readonly trafficPercent: number;
}

/*   90 5 5, and one gets 50:   50 ⋅ (90 5 5) / 100  =  45 2.5 2.5  →  45 3 2     the largest remainders get what is left  */
/**
 * Whole percents of a rest, in the proportions that the others have now; together they are the rest exactly. Who has nothing gets nothing.
 * Undefined: nobody has anything, so nobody says who is to have the rest.
 */
export function shareRest(others: readonly Share[], rest: number): Share[] | undefined {
  const sum = others.reduce((total, { trafficPercent }) => total + trafficPercent, 0);
  if (sum === 0) return rest === 0 ? [...others] : undefined;
  const parts = others.map(({ modelVersionId, trafficPercent }, index) => {
    const numerator = trafficPercent * rest;
    return { modelVersionId, index, whole: Math.floor(numerator / sum), remainder: numerator % sum };
  });
  const left = rest - parts.reduce((total, { whole }) => total + whole, 0);
  const largest = [...parts].sort((a, b) => b.remainder - a.remainder || a.index - b.index).slice(0, left);
  return parts.map((part) => ({
    modelVersionId: part.modelVersionId,
    trafficPercent: part.whole + (largest.includes(part) ? 1 : 0),
  }));
}
