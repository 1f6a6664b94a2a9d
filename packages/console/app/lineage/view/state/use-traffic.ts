import { useEffect, useState } from 'react';
import type { Ask } from '../../ask/ask.js';
import { loadTraffic } from '../../ask/load-traffic.js';
import type { LineageNode } from '../../graph/lineage-types.js';

const EVERY_MS = 10_000;
const MOST = 100;
const NONE: ReadonlyMap<string, number> = new Map();

/** Lookups per minute of what is deployed in the picture, as long as somebody looks at it. */
export function useTraffic(ask: Ask, nodes: readonly LineageNode[], past: boolean): ReadonlyMap<string, number> {
  const [traffic, setTraffic] = useState(NONE);
  const ids = nodes.filter(({ kind }) => kind === 'DEPLOYMENT').map(({ id }) => id);
  const models = nodes.filter(({ kind }) => kind === 'MODEL_VERSION').map(({ id }) => id);
  const key = [...ids, ...models].sort().slice(0, MOST).join();
  useEffect(() => {
    if (past || ids.length === 0) return setTraffic(NONE);
    let current = true;
    const load = () =>
      document.visibilityState === 'visible' &&
      loadTraffic(ask, key.split(',')).then(
        (next) => current && setTraffic(next),
        () => undefined, // without it edges are as wide as their share
      );
    load();
    const timer = setInterval(load, EVERY_MS);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [ask, key, past, ids.length]);
  return traffic;
}
