import type { NodeKind } from '../nodes/kinds/node-kind.js';
import type { VersionConditions } from './filters/resolve-node-filter.js';
import type { FindingSql } from './finding-sql.js';

/** Aliases under which something is known of a node that is listed. */
export interface OfNode {
  /** The node. */
  readonly node: string;
  /** The version: the node itself, or the one that its name alone means. */
  readonly version: string;
  /** What the kind of versions keeps of that version in a table of its own. */
  readonly row: string;
}

/** Something that nodes of a kind have, as SQL. */
interface Fact {
  /** What it is, for the manual. */
  readonly description: string;
  /** What it is known of, which is brought in only where it is asked for. */
  readonly of: keyof OfNode;
}

/** What a list is ordered by. */
export interface OrderFact extends Fact {
  readonly type: 'text' | 'bigint' | 'float8' | 'timestamptz';
  /** That it is one of many, which `name` tells: a tag, a metric. */
  readonly named?: true;
  /** The value for a row under this alias; null: it has none. */
  readonly value: (alias: string, sql: FindingSql, name: string) => string;
}

/** What is counted of all nodes that fit: one value, a list of texts, or tags. */
export interface FacetFact extends Fact {
  readonly shape: 'ONE' | 'MANY' | 'TAGS';
  readonly value: (alias: string, sql: FindingSql) => string;
}

/** What a room tells about versions: what they, and what they are versions of, can be asked, ordered by and counted by. */
export interface VersionFacts {
  readonly kind: NodeKind;
  /** The table that has a row for each. */
  readonly table: string;
  readonly conditions: VersionConditions;
  readonly orders: Readonly<Record<string, OrderFact>>;
  readonly facets: Readonly<Record<string, FacetFact>>;
}

/** A kind whose nodes are listed: versions, or what has them. */
export interface ListedKind {
  /** As GraphQL has it: `ModelVersion`. */
  readonly name: string;
  readonly kind: NodeKind;
  readonly versions: VersionFacts;
  readonly facets?: Readonly<Record<string, FacetFact>>;
}

/** Whether versions themselves are listed. */
export function listsVersions({ kind, versions }: ListedKind): boolean {
  return kind === versions.kind;
}
