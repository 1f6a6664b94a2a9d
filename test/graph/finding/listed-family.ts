import type fc from 'fast-check';
import type { KnownNode, VersionFits } from './filter-oracle.js';
import type { Orders } from './order-oracle.js';

export interface KnownRun {
  readonly status: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
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

/** What all versions are asked about the runs that made and read them. */
export function fitsRuns(version: KnownVersion, asked: string, value: never): boolean {
  switch (asked) {
    case 'newest':
      return version.newest === value;
    case 'hasRun':
      return (version.madeBy !== undefined) === value;
    case 'run':
    case 'readBy': {
      const run = asked === 'run' ? version.madeBy : version.readBy;
      return run !== undefined && (value as { statuses: readonly string[] }).statuses.includes(run.status);
    }
    default:
      throw new Error(`the oracle knows no ${asked}`);
  }
}

export const ORDERS_OF_RUNS: Orders<KnownVersion> = {
  RUN_STARTED: ({ madeBy }) => madeBy?.startedAt,
  RUN_ENDED: ({ madeBy }) => madeBy?.endedAt,
};
