/** What a point-in-time join looks up: a key, its columns in a fixed order, as it was known at a time (RFC 3339). */
export interface SpineRow {
  key: readonly string[];
  time: string;
}

/**
 * For each spine row the newest of the rows with its key and `event_time ≤ time`, or null where there is none: as many rows, in the same order.
 * Of rows with the same key and event time the one further back in the list wins, as the one that was learnt later.
 * The service does this in SQL for tables of any size; this one holds all rows in memory and knows no TTL.
 * @param keyOf the key of a feature row, in the column order of the spine's keys
 */
export function joinPointInTime<Row extends { event_time: string }>(
  spine: readonly SpineRow[],
  rows: readonly Row[],
  keyOf: (row: Row) => readonly string[],
): (Row | null)[] {
  const histories = new Map<string, { at: number; row: Row }[]>();
  for (const row of rows) {
    const key = keyText(keyOf(row));
    const entry = { at: Date.parse(row.event_time), row };
    const history = histories.get(key);
    if (history === undefined) histories.set(key, [entry]);
    else history.push(entry);
  }
  // Stable, so that ties stay in the order of the list.
  for (const history of histories.values()) history.sort((a, b) => a.at - b.at);

  return spine.map(({ key, time }) => {
    const history = histories.get(keyText(key)) ?? [];
    return history[countUpTo(history, Date.parse(time)) - 1]?.row ?? null;
  });
}

/** Binary search: how many entries of an ascending history are at or before a time. */
function countUpTo(history: readonly { at: number }[], time: number): number {
  let low = 0;
  let high = history.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = history[middle];
    if (entry !== undefined && entry.at <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Quoted column by column: ("1", "12") and ("11", "2") never meet. */
function keyText(key: readonly string[]): string {
  return JSON.stringify(key);
}
