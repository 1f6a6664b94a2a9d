import fc from 'fast-check';
import { type KnownNode, some, type VersionFits } from './filter-oracle.js';
import { type AskedMetric, fitsMetric, type KnownPoint, metricConditions } from './known-points.js';
import type { Orders } from './order-oracle.js';

export interface KnownRun {
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly points: readonly KnownPoint[];
}

/** What is known of a version of any kind. */
export interface KnownVersion {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly newest: boolean;
  readonly madeBy: KnownRun | undefined;
  readonly readBy: KnownRun | undefined;
}

/** A node that is listed. */
export interface Listed<Version> extends KnownNode<Version> {
  readonly updated: string;
  /** Which version its name alone means; of a version itself. */
  readonly meant: Version | undefined;
}

/** Two lists: of what has versions, and of versions. */
export interface Family<Version extends KnownVersion> {
  readonly lists: readonly [string, string];
  /** The field of NodeFilter. */
  readonly field: string;
  /** What is selected of a version, beside what all have; and of what has them. */
  readonly ofVersion: string;
  readonly ofParent: string;
  readonly asked: fc.Arbitrary<object>;
  readonly fits: VersionFits<Version>;
  readonly orders: Orders<Version>;
  /** The values of facets of one node. */
  readonly facets: Readonly<Record<string, (node: Listed<Version>, version: Version | undefined) => readonly string[]>>;
  /** Which is meant, if not the newest. */
  readonly isMeant?: (version: Version) => boolean;
}

export const STATUSES = ['SUCCEEDED', 'FAILED', 'RUNNING'] as const;

const run = fc.oneof(
  fc.record({ statuses: some(...STATUSES) }),
  fc.record({ parameters: fc.constantFrom([{ name: 'lr', value: '1' }], [{ name: 'late', value: 'x' }]) }),
  fc.record({ hasParameters: some('lr', 'late') }),
  fc.record({ tags: fc.constantFrom([{ key: 'r', value: '0' }], []) }),
  fc.record({ endedBefore: fc.constant('2026-02-02T12:00:00Z') }),
  fc.record({ metrics: metricConditions }),
  fc.record({ hasMetrics: some('acc', 'later') }),
  fc.record({ not: fc.oneof(fc.record({ statuses: some(...STATUSES) }), fc.record({ metrics: metricConditions })) }),
);

export const ofRuns = fc.oneof(
  fc.record({ run }),
  fc.record({ readBy: run }),
  fc.record({ hasRun: fc.boolean() }),
  fc.record({ newest: fc.boolean() }),
);

/** What all versions are asked about the runs that made and read them. */
export function fitsRuns(version: KnownVersion, asked: string, value: never): boolean {
  switch (asked) {
    case 'newest':
      return version.newest === value;
    case 'hasRun':
      return (version.madeBy !== undefined) === value;
    case 'run':
    case 'readBy': {
      const known = asked === 'run' ? version.madeBy : version.readBy;
      return known !== undefined && fitsRun(known, value);
    }
    default:
      throw new Error(`the oracle knows no ${asked}`);
  }
}

export const ORDERS_OF_RUNS: Orders<KnownVersion> = {
  RUN_STARTED: ({ madeBy }) => madeBy?.startedAt,
  RUN_ENDED: ({ madeBy }) => madeBy?.endedAt,
};

interface AskedOfRun {
  readonly statuses?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly value: string }[];
  readonly hasParameters?: readonly string[];
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
  readonly endedBefore?: string;
  readonly metrics?: readonly AskedMetric[];
  readonly hasMetrics?: readonly string[];
  readonly not?: AskedOfRun;
}

function fitsRun(known: KnownRun, asked: AskedOfRun): boolean {
  const { status, endedAt, parameters, tags, points } = known;
  const { not, endedBefore } = asked;
  if (not !== undefined) return !fitsRun(known, not);
  if (endedBefore !== undefined) return endedAt !== null && endedAt < endedBefore;
  return (
    (asked.statuses?.includes(status) ?? true) &&
    (asked.parameters ?? []).every(({ name, value }) => parameters[name] === value) &&
    (asked.hasParameters ?? []).every((name) => name in parameters) &&
    (asked.tags ?? []).every(({ key, value }) => tags[key] === value) &&
    (asked.metrics ?? []).every((wanted) => fitsMetric(points, wanted)) &&
    (asked.hasMetrics ?? []).every((wanted) => points.some(({ name }) => name === wanted))
  );
}
