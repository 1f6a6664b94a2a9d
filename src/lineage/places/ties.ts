import type { WalkDirection } from '../../graph/walks/walk.sql.js';

/** A member of the node upstream, and one of the node downstream; null: the whole node. */
export type Pair = readonly [upstream: string | null, downstream: string | null];

/** Members of a node that are reached; null: all of it. */
export interface Members {
  has(member: string | null): boolean;
  keys(): Iterable<string | null>;
}

/** What an edge tells of the members at its ends; of NOTHING told any may go along it, of what is told ELSEWHERE only whole nodes. */
export type Told = 'MADE_FROM' | 'READ' | 'NAMESAKES' | 'ELSEWHERE' | 'NOTHING';

/** What an edge ties together: some members to others, some to a whole node, each to its namesake, or nothing that it tells of. */
export interface Ties {
  readonly told: Told;
  /** The members at the far end that one at the near end is tied to; null is the whole node, from which all are reached that anything says. */
  along(direction: WalkDirection, near: string | null): readonly (string | null)[];
  /** What is tied by name, among members of both ends; undefined where the edge names none. */
  pairsAmong(upstream: Members, downstream: Members): readonly Pair[] | undefined;
}
