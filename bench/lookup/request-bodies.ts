/** How many different bodies a connection posts before it begins again. */
const BODIES = 500;
const CONNECTIONS = 8;

/**
 * Bodies for each connection, of random keys that are all in the store. A generator with a seed: the floor and Headwater
 * get the same keys, and so do the next run's.
 */
export function requestBodies(
  storeKeys: number,
  keysPerRequest: number,
  write: (keys: readonly number[]) => unknown,
  connections = CONNECTIONS,
): string[][] {
  const random = seededRandom(20261124);
  const pick = () => Array.from({ length: keysPerRequest }, () => 1 + Math.floor(random() * storeKeys));
  return Array.from({ length: connections }, () => Array.from({ length: BODIES }, () => JSON.stringify(write(pick()))));
}

/** mulberry32, https://gist.github.com/tommyettinger/46a874533244883189143505d203312c: numbers from 0 to below 1. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
