import { symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { badInput, HeadwaterError } from '../platform/errors.js';
import type { Delimiter } from '../tables/csv/csv-delimiter.js';
import type { JsonCell } from '../tables/parquet/duckdb/duckdb-task.js';
import { checkParquet } from '../tables/parquet/footer/parquet-ends.js';
import { runStatements } from '../tables/parquet/run-statements.js';
import type { TableFormat } from '../tables/table-format.js';
import { changedSpans, coarsened, type Fingerprint, fingerprintOf, periodFor } from './fingerprint.js';
import { joinedSpans } from './joined-spans.js';
import { readably } from './readably.js';
import { factsSql, fingerprintSql } from './sql/facts.sql.js';
import { DESCRIBE_SOURCE, firstRows, intoParquet, sourceOf, untilIs } from './sql/source.sql.js';
import { type SourceColumn, sourceColumn } from './sql/source-column.js';
import { type WindowPart, windowsSql } from './sql/window.sql.js';
import { sourceOfText } from './text-file.js';
import type { WindowPlan } from './window-plan.js';

/** What was computed before: of which events, and until which end of a window. */
export interface Done {
  readonly fingerprint: Fingerprint;
  /** Microseconds since 1970. */
  readonly until: number;
}

export interface WindowFacts {
  readonly sourceRows: number;
  /** Of them those with a key and a time. */
  readonly events: number;
  readonly keys: number;
  /** Microseconds; null where there is no event. */
  readonly first: number | null;
  readonly last: number | null;
  /** The rows of all windows. */
  readonly rows: number;
  /** Who hashes. */
  readonly engine: string;
}

/** Which windows of a plan; all that end until then where no part is said. */
export interface WindowsToWrite {
  readonly plan: WindowPlan;
  readonly until: number;
  readonly part: WindowPart | undefined;
}

type OnPercent = (percent: number) => void;

const MOST_ROWS = 100_000_000;
/** A wrong year in the file shall not make the fingerprint long. */
const MOST_COMPARED = 100_000;

/** What is known of a file before it is read. */
export interface FileToRead {
  readonly path: string;
  readonly format: TableFormat;
  /** Whether gzip has packed it. */
  readonly packed: boolean;
  readonly delimiter: Delimiter;
}

/** A file whose windows are computed, in a directory for what memory doesn't hold. */
export class WindowedFile {
  private constructor(
    private readonly directory: string,
    private readonly source: string,
    private readonly isText: boolean,
  ) {}

  /** Under a name of our own: what stands in that of the file could be read as a pattern of names. */
  static async open({ path, format, packed, delimiter }: FileToRead, directory: string): Promise<WindowedFile> {
    const named = join(directory, `source.${format}${packed ? '.gz' : ''}`);
    try {
      if (format === 'parquet') await checkParquet(path);
      await symlink(resolve(path), named);
      if (format === 'parquet') return new WindowedFile(directory, sourceOf(named), false);
      return new WindowedFile(directory, await sourceOfText({ directory, path: named, format, delimiter }), true);
    } catch (error) {
      if (!(error instanceof HeadwaterError)) throw error;
      throw badInput(`${path}: ${error.message}`, {});
    }
  }

  async columns(): Promise<SourceColumn[]> {
    const rows = await this.run([DESCRIBE_SOURCE]);
    return rows.map(([name, type]) => ({ ...sourceColumn(String(name), String(type)), isText: this.isText }));
  }

  /** Throws BAD_USER_INPUT where there would be too many rows, as one wrong year makes. */
  async facts(plan: WindowPlan, until: number): Promise<WindowFacts> {
    const [events = 0, keys, first, last, rows, sourceRows, engine] =
      (await this.run([untilIs(until), factsSql(plan)]))[0] ?? [];
    const facts = {
      sourceRows: Number(sourceRows),
      events: Number(events),
      keys: Number(keys),
      rows: Number(rows),
      engine: String(engine),
    };
    const moments = { first: numberOrNull(first), last: numberOrNull(last) };
    if (facts.rows <= MOST_ROWS) return { ...facts, ...moments };
    throw badInput(
      `There would be ${facts.rows.toLocaleString('en')} rows, at most ${MOST_ROWS.toLocaleString('en')} are computed: ${facts.keys.toLocaleString('en')} keys from ${momentText(moments.first)} to ${momentText(moments.last)}. Is a year wrong? Else take a longer --every.`,
      { found: facts.rows, expected: MOST_ROWS },
    );
  }

  /** What tells later which events have changed; by the periods of `before` where that was made alike. */
  async fingerprint(plan: WindowPlan, facts: WindowFacts, before?: Fingerprint): Promise<Fingerprint> {
    const span = (facts.last ?? 0) - (facts.first ?? 0);
    const { engine } = facts;
    const isAlike = before?.engine === engine && span / 1e6 / before.periodSeconds < MOST_COMPARED;
    const period = isAlike ? before.periodSeconds : periodFor(plan.everySeconds, span);
    return fingerprintOf(await this.run([fingerprintSql(plan, period)]), period, engine);
  }

  /** Writes the rows of all windows, or of a part of them, as Parquet. Their number. */
  async write(target: string, { plan, until, part }: WindowsToWrite, onPercent: OnPercent): Promise<number> {
    const rows = await this.run([untilIs(until), intoParquet(windowsSql(plan, part), target)], onPercent);
    return Number(rows[0]?.[0]);
  }

  /** The first rows of all windows, each as JSON. */
  async preview(plan: WindowPlan, until: number, count: number): Promise<string[]> {
    const rows = await this.run([untilIs(until), firstRows(windowsSql(plan), count)]);
    return rows.map(([row]) => String(row));
  }

  private run(statements: readonly string[], onPercent?: OnPercent): Promise<readonly (readonly JsonCell[])[]> {
    return runStatements(this.directory, [this.source, ...statements], onPercent).catch(readably(this.directory));
  }
}

/** Which windows may have changed since they were computed; undefined for all of them. */
export function partSince(done: Done | undefined, now: Done, { windowSeconds }: WindowPlan): WindowPart | undefined {
  if (done?.fingerprint.engine !== now.fingerprint.engine) return undefined;
  if (done.fingerprint.periodSeconds !== now.fingerprint.periodSeconds) return undefined;
  const changed = joinedSpans(changedSpans(done.fingerprint, now.fingerprint));
  const ends = changed.map(({ after, until }) => ({ after, until: until + windowSeconds * 1e6 }));
  return { changed, ends: joinedSpans([...ends, { after: done.until, until: now.until }]) };
}

/** What is kept of what was done. */
export const kept = ({ fingerprint, until }: Done): Done => ({ fingerprint: coarsened(fingerprint), until });

const numberOrNull = (cell: JsonCell | undefined) => (cell === null || cell === undefined ? null : Number(cell));

function momentText(microseconds: number | null): string {
  const date = new Date((microseconds ?? 0) / 1_000);
  return Number.isNaN(date.getTime()) ? 'beyond the calendar' : date.toISOString();
}
