/** The columns or features that a card shows. */
export interface CardRows {
  readonly names: readonly string[];
  /** Of how many. */
  readonly total: number;
}

/**
 * As many as a card has room for: of more, first those that something leads from or to, in their own order. What others tell of a dataset that has
 * no schema stands for its columns.
 */
export function cardRows(own: readonly string[], joined: ReadonlySet<string>, most: number): CardRows {
  const known = new Set(own);
  const all = [...own, ...[...joined].filter((name) => !known.has(name))];
  if (all.length <= most) return { names: all, total: all.length };
  const chosen = new Set([...all.filter((name) => joined.has(name)), ...all].slice(0, most));
  for (const name of all) if (chosen.size < most) chosen.add(name);
  return { names: all.filter((name) => chosen.has(name)), total: all.length };
}
