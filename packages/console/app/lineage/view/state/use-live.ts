import { type Dispatch, type SetStateAction, useEffect, useState, useSyncExternalStore } from 'react';
import type { FactsOnSight } from '../../ask/facts-on-sight.js';
import type { Follow } from '../../ask/follow-lineage.js';
import { grownWindows } from '../../graph/grown-windows.js';
import { withDelta } from '../../graph/lineage-delta.js';
import type { Begun } from './begin-lineage.js';

export interface Live {
  readonly away: boolean;
  readonly arrived: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** What is done to the graph while somebody looks at it is in the picture; a tab behind others takes no connection. */
export function useLive(given: {
  readonly follow: Follow;
  readonly facts: FactsOnSight;
  readonly begun: Begun | undefined;
  readonly setBegun: Dispatch<SetStateAction<Begun | undefined>>;
}): Live {
  const { follow, facts, begun, setBegun } = given;
  const [away, setAway] = useState(false);
  const [arrived, setArrived] = useState(NONE);
  const visible = useSyncExternalStore(watchVisibility, () => document.visibilityState === 'visible');
  const question = begun?.followed?.question;
  useEffect(() => {
    setArrived(NONE);
    if (question === undefined || !visible) return;
    const ending = new AbortController();
    void follow(question, {
      signal: ending.signal,
      onAway: setAway,
      onDelta: (delta) => {
        if (ending.signal.aborted) return;
        setBegun((was) => {
          if (was?.followed?.question !== question) return was;
          const { loaded, told } = withDelta(was.loaded, was.followed.told, delta);
          const first = grownWindows(was.first, was.loaded, loaded);
          return { ...was, loaded, first, followed: { question, told } };
        });
        facts.renew(delta.changedNodes.map(({ node }) => node.id));
        if (!delta.whole) setArrived(new Set(delta.addedNodes.map(({ node }) => node.id)));
      },
    });
    return () => ending.abort();
  }, [follow, question, visible, facts, setBegun]);
  return { away, arrived };
}

function watchVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}
