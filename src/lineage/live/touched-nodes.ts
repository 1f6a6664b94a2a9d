import type { FeedFollower } from '../../changes/feed/feed-follower.js';
import type { SealedChange } from '../../changes/record/change-record.js';

/** So many nodes are remembered that changes were about; beyond, all may have changed. */
const MOST_TOUCHED = 20_000;

/** Listens to the feed of all projects, for somebody who looks at a graph now and then: which of its nodes were changes about? */
export class TouchedNodes {
  private touched = new Set<string>();
  private everything = false;
  private more = false;
  private failure: unknown;
  private wake: () => void = () => undefined;

  constructor(
    /** Every change up to it was heard. */
    private heard: number,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener('abort', () => this.wake());
  }

  get position(): number {
    return this.heard;
  }

  /** Listens until the signal. Whoever waits is told of what goes wrong. */
  async listen(follower: FeedFollower): Promise<void> {
    try {
      for await (const change of follower.follow({ after: this.heard, filter: {}, signal: this.signal }))
        this.hear(change);
    } catch (error) {
      this.failure = error;
      this.wake();
    }
  }

  /** What was touched since it was asked for last; undefined: anything may have been. */
  take(): ReadonlySet<string> | undefined {
    const touched = this.everything ? undefined : this.touched;
    this.forget();
    return touched;
  }

  /** Resolves once a node of the graph was touched, or at the signal. What is no node of the graph is forgotten. */
  async until(isInGraph: (nodeId: string) => boolean): Promise<void> {
    while (!this.signal.aborted) {
      if (this.failure !== undefined) throw this.failure;
      for (const id of this.touched) if (isInGraph(id)) return;
      if (this.everything || this.more) return;
      this.forget();
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  private hear(change: SealedChange): void {
    this.heard = change.position;
    this.more ||= isAboutMore(change);
    if (this.touched.size + change.nodes.length > MOST_TOUCHED) {
      this.everything = true;
      this.touched.clear();
    } else if (!this.everything) for (const id of change.nodes) this.touched.add(id);
    this.wake();
  }

  private forget(): void {
    this.touched = new Set();
    this.everything = false;
    this.more = false;
  }
}

/** A record names only some of the nodes that went with another one; a walk shows which. */
function isAboutMore({ details, nodes }: SealedChange): boolean {
  return (details.counts?.deleted ?? 0) > nodes.length;
}
