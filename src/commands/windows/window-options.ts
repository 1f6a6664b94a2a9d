import { parseInstant } from '../../platform/time/instant.js';
import { type Delimiter, readDelimiter } from '../../tables/csv/csv-delimiter.js';
import { readTimeZone } from '../../tables/read-time-zone.js';
import { wholeSecondsOf } from '../../windows/grammar/duration.js';
import { type Moment, readMoment } from '../../windows/grammar/moment.js';
import type { OverrideOption } from '../client/override-option.js';
import type { ServiceOptions } from '../client/service-client.js';

/** As they are given. */
export interface WindowOptions extends ServiceOptions, OverrideOption {
  readonly from: string;
  readonly dataset?: string;
  readonly delimiter?: string;
  readonly entity: string;
  readonly key: readonly string[];
  readonly defineEntity?: boolean;
  readonly featureSet?: string;
  readonly time: string;
  readonly timeZone?: string;
  readonly availableAt?: string;
  readonly window: string;
  readonly every: string;
  readonly until?: string;
  readonly feature: readonly string[];
  readonly ttl?: string;
  readonly description?: string;
  readonly recompute?: boolean;
  readonly dryRun?: boolean;
}

/** What they say about time, and about how the file is read. */
export interface WindowTimes {
  readonly time: Moment;
  readonly availableAt: Moment | undefined;
  readonly timeZone: string | undefined;
  readonly windowSeconds: number;
  readonly everySeconds: number;
  readonly ttlSeconds: number | undefined;
  /** Microseconds since 1970: no window ends later. */
  readonly until: number;
  /** Between the cells of a CSV. */
  readonly delimiter: Delimiter;
}

/** Reads all that needs no file and no service. Throws BAD_USER_INPUT for the first thing that is wrong. */
export function readTimes(options: WindowOptions): WindowTimes {
  const { time, availableAt, timeZone, window, every, until, ttl, delimiter } = options;
  return {
    time: readMoment(time),
    availableAt: availableAt === undefined ? undefined : readMoment(availableAt),
    timeZone: readTimeZone(timeZone, 'parquet'),
    windowSeconds: wholeSecondsOf(window, '--window'),
    everySeconds: wholeSecondsOf(every, '--every'),
    ttlSeconds: ttl === undefined ? undefined : wholeSecondsOf(ttl, '--ttl'),
    until: until === undefined ? Date.now() * 1_000 : microsecondsOf(until),
    delimiter: readDelimiter(delimiter, 'csv') ?? 'comma',
  };
}

function microsecondsOf(text: string): number {
  const instant = parseInstant(text);
  if (!instant.ok) throw new Error(`--until: ${instant.problem}`);
  return Date.parse(instant.value) * 1_000;
}
