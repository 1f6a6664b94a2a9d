import { createClient, NetworkError } from 'graphql-sse';
import { GRAPHQL_URL, withKey } from '../../session/session-key.js';
import { utf8Headers } from '../../session/utf8-headers.js';
import type { Delta } from '../graph/lineage-delta.js';
import type { LineageQuestion } from './load-lineage.js';

export const FOLLOW_QUERY = `subscription Follow(
  $of: [Ref!]!
  $direction: LineageDirection!
  $depth: Int!
  $limit: Int!
  $after: String
) {
  lineageChanged(of: $of, direction: $direction, depth: $depth, limit: $limit, after: $after) {
    cursor
    whole
    addedNodes { depth upstreamCount downstreamCount node { id kind label } }
    changedNodes { depth upstreamCount downstreamCount node { id kind label } }
    removedNodes
    addedEdges { from to kind attributes }
    changedEdges { from to kind attributes }
    removedEdges { from to kind }
  }
}`;

/** What happens to a graph as long as somebody looks at it. */
export interface Following {
  readonly onDelta: (delta: Delta) => void;
  /** Told with true when the service has gone away, with false when it is there again. */
  readonly onAway: (away: boolean) => void;
  readonly signal: AbortSignal;
}

export type Follow = (question: LineageQuestion, following: Following) => Promise<void>;

interface Event {
  readonly data?: { readonly lineageChanged: Delta } | null;
  readonly errors?: readonly unknown[];
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** Follows with the headers of a tab, again and again from where it stood, until the signal or a refusal. */
export function follower(headers: Readonly<Record<string, string>> = {}): Follow {
  return async (question, { onDelta, onAway, signal }) => {
    let after: string | undefined;
    let pause = FIRST_PAUSE_MS;
    while (!signal.aborted) {
      const client = createClient({
        url: `${GRAPHQL_URL}/stream`,
        retryAttempts: 0,
        fetchFn: (url: string, init: RequestInit) =>
          fetch(url, { ...init, headers: utf8Headers(withKey({ ...headers, ...(init.headers as object) })) }),
      });
      signal.addEventListener('abort', () => client.dispose(), { once: true });
      try {
        for await (const event of client.iterate({ query: FOLLOW_QUERY, variables: { ...question, after } })) {
          const delta = (event as Event).data?.lineageChanged;
          if (delta === undefined) {
            // Refused in words. A place in a feed that is not there any more is forgotten, and all is told anew.
            if (after === undefined) return;
            after = undefined;
            break;
          }
          after = delta.cursor;
          pause = FIRST_PAUSE_MS;
          onAway(false);
          onDelta(delta);
        }
      } catch (error) {
        const status = error instanceof NetworkError ? error.response?.status : undefined;
        if (status !== undefined && status >= 400 && status < 500) return;
        if (!signal.aborted) onAway(true);
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
  };
}
