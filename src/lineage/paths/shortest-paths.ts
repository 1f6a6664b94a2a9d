import type { PlaceGraph } from '../places/place-graph.js';

export interface FoundPaths {
  /** Shortest first, those of equal length in the order of their places. */
  readonly paths: readonly (readonly number[])[];
  /** Whether the time was up before all that were asked for were found. */
  readonly isCut: boolean;
}

/** A path that was found but not taken yet: the best of those that begin like it up to `from` and then go to none of `closed`. */
interface Candidate {
  readonly path: readonly number[];
  /** Where it left the path that it was found from. */
  readonly from: number;
  readonly closed: ReadonlySet<number>;
}

/*  Yen's search in Lawler's form: whatever is left when a path has been taken falls into parts without overlap, each with its own best.
 *
 *    taken   a ─▶ b ─▶ c ─▶ z
 *    parts   a, not to b    ·    a ─▶ b, not to c    ·    a ─▶ b ─▶ c, not to z                                        */

/** The first `most` paths from the start to the target on which no place stands twice. `pause` serves others, and says whether to go on. */
export async function shortestPaths(
  graph: PlaceGraph,
  most: number,
  pause: () => Promise<boolean>,
): Promise<FoundPaths> {
  const { start, target } = graph;
  if (target === undefined) return { paths: [], isCut: false };
  if (start === target) return { paths: [[start]], isCut: false };
  const search = new Completions(graph, target);
  const first = search.best([start], new Set());
  const waiting: Candidate[] = first === undefined ? [] : [{ path: first, from: 0, closed: new Set() }];
  const paths: (readonly number[])[] = [];
  for (let taken = waiting.shift(); taken !== undefined && paths.length < most; taken = waiting.shift()) {
    const { path, from, closed } = taken;
    paths.push(path);
    for (let at = from; at < path.length - 1 && paths.length < most; at++) {
      if (!(await pause())) return { paths, isCut: true };
      const shut = new Set(at === from ? closed : []).add(path[at + 1] ?? target);
      const found = search.best(path.slice(0, at + 1), shut);
      if (found !== undefined) insert(waiting, { path: found, from: at, closed: shut });
    }
    // More than are still asked for are never taken.
    waiting.splice(most - paths.length);
  }
  return { paths, isCut: false };
}

/** The best ways on from the beginning of a path. */
class Completions {
  /** Edges to the target from each place, whatever was passed before; -1: none leads there. */
  private readonly distances: Int32Array;
  private readonly passed: Uint8Array;

  constructor(
    private readonly graph: PlaceGraph,
    private readonly target: number,
  ) {
    this.passed = new Uint8Array(graph.places.length);
    this.distances = this.measure();
  }

  /** The whole path that begins so, goes to no closed place next, and is the first of all such; undefined where there is none. */
  best(beginning: readonly number[], closed: ReadonlySet<number>): readonly number[] | undefined {
    for (const place of beginning) this.passed[place] = 1;
    const last = beginning[beginning.length - 1] ?? this.target;
    const open = (this.graph.ahead[last] ?? []).filter((place) => !closed.has(place) && this.passed[place] === 0);
    const rest = this.shortest(open, this.distances) ?? this.around(open);
    for (const place of beginning) this.passed[place] = 0;
    return rest === 'NONE' ? undefined : [...beginning, ...rest];
  }

  /** Only a ring leads back to what was passed; then distances are measured without that. */
  private around(open: readonly number[]): readonly number[] | 'NONE' {
    return this.shortest(open, this.measure()) ?? 'NONE';
  }

  /** The first of the shortest ways from one of these to the target; undefined where it leads through what was passed. */
  private shortest(open: readonly number[], distances: Int32Array): readonly number[] | 'NONE' | undefined {
    let at = -1;
    for (const place of open)
      if (reaches(distances, place) && (at < 0 || (distances[place] ?? 0) < (distances[at] ?? 0))) at = place;
    if (at < 0) return 'NONE';
    const way = [at];
    for (; at !== this.target; way.push(at)) {
      const left = (distances[at] ?? 0) - 1;
      const next = this.graph.ahead[at]?.find((place) => distances[place] === left);
      if (next === undefined) throw new Error(`nothing leads on from place ${at}`);
      if (this.passed[next] === 1) return undefined;
      at = next;
    }
    return way;
  }

  /** Breadth first from the target, round what was passed. */
  private measure(): Int32Array {
    const distances = new Int32Array(this.graph.places.length).fill(-1);
    distances[this.target] = 0;
    const queue = [this.target];
    for (let head = 0; head < queue.length; head++) {
      const place = queue[head] ?? this.target;
      for (const before of this.graph.behind[place] ?? []) {
        if (distances[before] !== -1 || this.passed[before] === 1) continue;
        distances[before] = (distances[place] ?? 0) + 1;
        queue.push(before);
      }
    }
    return distances;
  }
}

function reaches(distances: Int32Array, place: number): boolean {
  return (distances[place] ?? -1) >= 0;
}

function insert(waiting: Candidate[], candidate: Candidate): void {
  let [low, high] = [0, waiting.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePaths(waiting[middle]?.path ?? [], candidate.path) < 0) low = middle + 1;
    else high = middle;
  }
  waiting.splice(low, 0, candidate);
}

function comparePaths(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return a.length - b.length;
  const at = a.findIndex((place, index) => place !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
