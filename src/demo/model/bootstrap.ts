/** The middle 95 % of what a figure was in resamples. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Probabilities that two models gave to the same rows. */
export interface Judged {
  readonly labels: readonly boolean[];
  /** Which rows belong together: flights of one day share its weather, so that days are drawn, not flights. */
  readonly groups: readonly string[];
}

const RESAMPLES = 1_000;
const SEED = 2_001;

/**
 * Intervals by the bootstrap over groups (Davison & Hinkley, Bootstrap Methods and their Application, section 3.8) of the AUC of each list of
 * probabilities, and of the gain of each over the first. All lists see the same draws. Deterministic.
 */
export function bootstrapAuc(
  judged: Judged,
  lists: readonly (readonly number[])[],
): { auc: Interval; gain: Interval }[] {
  const names = [...new Set(judged.groups)];
  const place = new Map(names.map((name, index) => [name, index]));
  const groups = judged.groups.map((group) => place.get(group) ?? 0);
  const ranked = lists.map((probabilities) => rank(probabilities, judged.labels, groups));
  const random = randomNumbers(SEED);
  const draws = Array.from({ length: RESAMPLES }, () => {
    const counts = names.map(() => 0);
    for (const _ of names) {
      const drawn = Math.floor(random() * names.length);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    return ranked.map((rows) => weightedAuc(rows, counts));
  });
  return lists.map((_, index) => ({
    auc: middle(draws.map((aucs) => aucs[index] ?? Number.NaN)),
    gain: middle(draws.map((aucs) => (aucs[index] ?? Number.NaN) - (aucs[0] ?? Number.NaN))),
  }));
}

/** Rows by rising probability, in columns. Made once for all resamples: drawing rows more or less often doesn't change their order. */
interface RankedRows {
  readonly probabilities: Float64Array;
  readonly isPositive: Uint8Array;
  readonly groups: Uint32Array;
}

function rank(probabilities: readonly number[], labels: readonly boolean[], groups: readonly number[]): RankedRows {
  const order = [...probabilities.keys()].sort((a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0));
  return {
    probabilities: Float64Array.from(order, (i) => probabilities[i] ?? 0),
    isPositive: Uint8Array.from(order, (i) => Number(labels[i])),
    groups: Uint32Array.from(order, (i) => groups[i] ?? 0),
  };
}

/** The AUC where the rows of a group count as often as it was drawn. */
function weightedAuc({ probabilities, isPositive, groups }: RankedRows, counts: readonly number[]): number {
  let negatives = 0;
  let positives = 0;
  let wins = 0;
  for (let i = 0; i < probabilities.length; ) {
    const probability = probabilities[i];
    let tiedPositives = 0;
    let tiedNegatives = 0;
    for (; i < probabilities.length && probabilities[i] === probability; i++) {
      const count = counts[groups[i] ?? 0] ?? 0;
      if (isPositive[i] === 1) tiedPositives += count;
      else tiedNegatives += count;
    }
    wins += tiedPositives * (negatives + tiedNegatives / 2);
    positives += tiedPositives;
    negatives += tiedNegatives;
  }
  return wins / (positives * negatives);
}

function middle(values: readonly number[]): Interval {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { low: at(0.025), high: at(0.975) };
}

/** Mulberry32: small, and the same everywhere. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
