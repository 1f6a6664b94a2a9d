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
  const compared = lists.map((probabilities) => compareGroups(probabilities, judged.labels, groups, names.length));
  const random = randomNumbers(SEED);
  const draws = Array.from({ length: RESAMPLES }, () => {
    const counts = names.map(() => 0);
    for (const _ of names) {
      const drawn = Math.floor(random() * names.length);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    return compared.map((pairs) => weightedAuc(pairs, counts));
  });
  return lists.map((_, index) => ({
    auc: middle(draws.map((aucs) => aucs[index] ?? Number.NaN)),
    gain: middle(draws.map((aucs) => (aucs[index] ?? Number.NaN) - (aucs[0] ?? Number.NaN))),
  }));
}

/** How the positives of each group stand to the negatives of each, and how many there are. Made once for all resamples, which count groups. */
interface ComparedGroups {
  /** Pairs in which the positive, of the first group, has the higher probability than the negative, of the second; a tie is half of one. */
  readonly wins: readonly (readonly number[])[];
  readonly positives: readonly number[];
  readonly negatives: readonly number[];
}

function compareGroups(
  probabilities: readonly number[],
  labels: readonly boolean[],
  groups: readonly number[],
  size: number,
): ComparedGroups {
  const zeros = () => Array<number>(size).fill(0);
  const [wins, positives, negatives] = [Array.from({ length: size }, zeros), zeros(), zeros()];
  const order = [...probabilities.keys()].sort((a, b) => (probabilities[a] ?? 0) - (probabilities[b] ?? 0));
  for (let start = 0; start < order.length; ) {
    const probability = probabilities[order[start] ?? 0];
    let end = start;
    while (end < order.length && probabilities[order[end] ?? 0] === probability) end++;
    const tied = order.slice(start, end);
    const tiedNegatives = zeros();
    for (const row of tied) if (labels[row] !== true) add(tiedNegatives, groups[row], 1);
    for (const row of tied) {
      if (labels[row] !== true) continue;
      add(positives, groups[row], 1);
      const won = wins[groups[row] ?? 0] ?? [];
      for (let group = 0; group < size; group++)
        add(won, group, (negatives[group] ?? 0) + (tiedNegatives[group] ?? 0) / 2);
    }
    for (const [group, count] of tiedNegatives.entries()) add(negatives, group, count);
    start = end;
  }
  return { wins, positives, negatives };
}

/** The AUC where the rows of a group count as often as it was drawn. */
function weightedAuc({ wins, positives, negatives }: ComparedGroups, counts: readonly number[]): number {
  const drawn = (numbers: readonly number[]) =>
    numbers.reduce((sum, number, group) => sum + number * (counts[group] ?? 0), 0);
  return drawn(wins.map(drawn)) / (drawn(positives) * drawn(negatives));
}

function add(numbers: number[], index: number | undefined, number: number): void {
  numbers[index ?? 0] = (numbers[index ?? 0] ?? 0) + number;
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
