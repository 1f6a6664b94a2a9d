import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { FeedFollower, FeedReads } from '../../changes/feed/feed-follower.js';
import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { GraphNode } from '../../graph/nodes/graph-node.js';
import { NODE_FACTS } from '../../graph/walks/walk-parts.sql.js';
import type { Database } from '../../platform/database/database.js';
import type { IncompleteReason } from '../walk/lineage-enums.js';
import { checkRange, type LineageQuestion, walkLineage } from '../walk/walk-lineage.js';
import { type GraphDifference, GraphState, isEmpty } from './graph-state.js';
import { TouchedNodes } from './touched-nodes.js';

/** Nodes of a graph that is followed: it is walked again and again, and remembered. */
export const MOST_FOLLOWED = 10_000;
/** So many graphs are walked at once, however many are followed. */
const WALKERS = 2;
/** Milliseconds, at least, between two walks of one graph; and as many times as long as the last one took. */
const REST_MS = 250;
const REST_SHARE = 4;
/** Who comes back after more changes than that is given everything anew. */
const MOST_MISSED = 50_000;

const WANTS = { hidden: true, counts: true, edges: 'WHOLE', facts: NODE_FACTS } as const;
const NOTHING: ReadonlySet<string> = new Set();

export type FollowedQuestion = Pick<LineageQuestion, 'roots' | 'direction' | 'depth' | 'limit'> & {
  /** A position that was given before; undefined: from now on. */
  readonly after: number | undefined;
};

/** What has become of a graph since it was told last. */
export interface LineageChange extends GraphDifference {
  /** Every change up to it is in the graph as it is now. */
  readonly position: number;
  /** Whether everything is told anew, as if nothing had been told. */
  readonly isWhole: boolean;
  readonly incompleteBecause: IncompleteReason | undefined;
  readonly asOf: string;
  /** Those that were added or changed. */
  readonly loaded: ReadonlyMap<string, GraphNode>;
}

/** Follows the lineage of nodes: what changes in a burst is told at once, and a graph of which no node is touched isn't looked at. */
export class LineageFollower {
  private readonly walkers = pLimit(WALKERS);

  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
    private readonly feed: { readonly follower: FeedFollower; readonly changesAfter: FeedReads['changesAfter'] },
  ) {}

  /** First the whole graph, unless it is as it was at `after`; then what changes, until the caller's signal. */
  async *follow(question: FollowedQuestion, caller: Caller): AsyncGenerator<LineageChange, void> {
    checkRange('limit', question.limit, 1, MOST_FOLLOWED);
    const { follower } = this.feed;
    const begin = await follower.end();
    if (question.after !== undefined) follower.requireReached(question.after, begin);
    const touched = new TouchedNodes(begin, caller.signal);
    void touched.listen(follower);
    let state = new GraphState();
    for (let isFirst = true; !caller.signal.aborted; isFirst = false) {
      const position = touched.position;
      const about = touched.take();
      const started = performance.now();
      const lineage = await this.walkers(() => this.walk(question, caller));
      const took = performance.now() - started;
      const isWhole = isFirst || about === undefined;
      if (isWhole) state = new GraphState();
      const difference = state.become(lineage.chosen, lineage.edges, about ?? NOTHING);
      const isKnown = isFirst ? await this.isAsBefore(question.after, begin, state) : isEmpty(difference);
      if (!isKnown) {
        const { incompleteBecause, asOf } = lineage;
        const told = [...difference.added.nodes, ...difference.changed.nodes].map(({ id }) => id);
        const loaded = await this.graph.nodes.load(told);
        yield { ...difference, position, isWhole, incompleteBecause, asOf, loaded };
      }
      await touched.until((id) => state.has(id));
      await sleep(Math.max(REST_MS, REST_SHARE * took), undefined, { signal: caller.signal }).catch(() => undefined);
    }
  }

  private walk(question: FollowedQuestion, caller: Caller) {
    const whole = { ...question, after: undefined, kinds: undefined, asOf: undefined, wants: WANTS };
    return walkLineage(this.database, this.graph, caller, whole);
  }

  /** Whatever makes a difference to a graph is about one of the nodes that it has now, or is a deletion of more than is named. */
  private async isAsBefore(after: number | undefined, now: number, state: GraphState): Promise<boolean> {
    if (after === undefined || now - after > MOST_MISSED) return false;
    const { changesAfter } = this.feed;
    const about = await changesAfter(after, { nodes: state.nodeIds }, 1);
    if (about.changes.length > 0) return false;
    return (await changesAfter(after, { actions: ['node:delete'] }, 1)).changes.length === 0;
  }
}
