/** What happened: times in seconds since 1970. */
export interface OracleEvent {
  readonly key: string;
  readonly time: number;
  /** When it became known; its time if left out. */
  readonly known?: number;
  readonly value: number | null;
  readonly label: string | null;
}

export interface OracleRow {
  readonly key: string;
  readonly at: number;
  readonly count: number;
  readonly valued: number;
  readonly sum: number | null;
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly stddev: number | null;
  readonly share: number | null;
  readonly last: string | null;
}

export interface OracleWindows {
  readonly window: number;
  readonly every: number;
  readonly until: number;
}

/** The rows of windows as their definition says, each by a look at all events. */
export function windowOracle(events: readonly OracleEvent[], { window, every, until }: OracleWindows): OracleRow[] {
  const rows: OracleRow[] = [];
  for (const key of [...new Set(events.map((event) => event.key))]) {
    const own = events.filter((event) => event.key === key);
    const [first, last] = [Math.min, Math.max].map((pick) => pick(...own.map(({ time }) => time))) as [number, number];
    for (let at = Math.floor(first / every) * every; at <= until; at += every) {
      if (at <= first) continue;
      rows.push(
        rowOf(
          key,
          at,
          own.filter(({ time, known }) => time >= at - window && time < at && (known ?? time) <= at),
        ),
      );
      // The first window that begins behind the last event is the last one.
      if (at - window > last) break;
    }
  }
  return rows.sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1));
}

function rowOf(key: string, at: number, inside: readonly OracleEvent[]): OracleRow {
  const values = inside.flatMap(({ value }) => value ?? []);
  const sum = values.reduce((total, value) => total + value, 0);
  const mean = sum / values.length;
  const orNull = (value: number) => (values.length === 0 ? null : value);
  const labelled = inside
    .filter(({ label }) => label !== null)
    .sort((a, b) => a.time - b.time || ((a.label ?? '') < (b.label ?? '') ? -1 : 1));
  return {
    key,
    at,
    count: inside.length,
    valued: values.length,
    sum: orNull(sum),
    mean: orNull(mean),
    min: orNull(Math.min(...values)),
    max: orNull(Math.max(...values)),
    stddev:
      values.length < 2
        ? null
        : Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / (values.length - 1)),
    share: orNull(values.filter((value) => value > 2).length / values.length),
    last: labelled.at(-1)?.label ?? null,
  };
}
