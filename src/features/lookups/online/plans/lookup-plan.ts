import type { Caller } from '../../../../graph/nodes/caller.js';
import type { DataType } from '../../../../values/data-type.js';
import type { EntityKey, KeyEncoder } from '../../../../values/entity-keys.js';
import type { KeyPart } from '../../../../values/join-key.js';
import type { Definition, DeprecationFacts } from '../../../definitions/references/feature-references.sql.js';
import type { Asker } from '../answers/large-answers.js';
import type { OnlineStatement } from '../online.sql.js';
import type { LookupCounter } from './lookup-counters.js';
import type { RequestInputs } from './request-inputs.js';

/** A column of the answer: a feature, or a value that comes with the request. */
export interface LookupColumn {
  readonly ref: string;
  /** Null for a value that comes with the request. */
  readonly featureSet: string | null;
  readonly name: string;
  readonly type: DataType;
  readonly role: string | null;
  readonly deprecation: DeprecationFacts | null;
}

/** One feature set version that a lookup reads, by the keys that stand in some columns: once for each role. */
export interface PlannedSet {
  readonly definition: Definition;
  readonly keys: readonly KeyPart[];
  readonly encodeKey: KeyEncoder;
  /** Undefined: rows never expire. */
  readonly ttlMicros: number | undefined;
  /** Index into the plan's tables. */
  readonly table: number;
}

/** Neighbouring columns of the answer that come from one set. */
export interface Segment {
  /** Index into the plan's sets; one more than the last for what comes with the request. */
  readonly set: number;
  /** Their places in the definition; undefined: all of it in order, so that the stored text serves as it is. */
  readonly positions: readonly number[] | undefined;
  readonly types: readonly DataType[];
}

/** The model version, or the feature service version, whose list gave a plan its columns. */
export interface PlannedReader {
  readonly id: string;
  /** `flight_delay@2` */
  readonly label: string;
}

/** Everything about a lookup that does not depend on the entities asked for. Immutable, so it is cached. */
export interface LookupPlan {
  readonly columns: readonly LookupColumn[];
  /** Their references as JSON text, for answers that are written as text. */
  readonly columnsJson: string;
  /** Which of them are deprecated, as JSON text, reference → reason and replacement; undefined where none is. */
  readonly deprecationsJson: string | undefined;
  readonly segments: readonly Segment[];
  readonly sets: readonly PlannedSet[];
  /** The feature set versions of the statement, in its order, each as the indexes of the sets that are read from it. */
  readonly tables: readonly (readonly number[])[];
  /** The columns that an entity may have. */
  readonly joinKeys: ReadonlySet<string>;
  readonly statement: OnlineStatement;
  /** The same without times. */
  readonly valuesStatement: OnlineStatement;
  /** What comes with the request and is passed through; undefined where nothing does. */
  readonly inputs: RequestInputs | undefined;
  /** The model version whose signature this is, where it is one. */
  readonly modelVersion: PlannedReader | undefined;
  /** The feature service version that was asked for, where it was one. */
  readonly service: PlannedReader | undefined;
  /** Whether some of it is sensitive. */
  readonly sensitive: boolean;
  /** Raised by `countAnswered`: those of the feature sets of which it names no version. */
  readonly counters: readonly LookupCounter[];
  /** Raised with them where what is read is that of now: those of whoever says what is to be read. */
  readonly traffic: readonly LookupCounter[];
}

/** For whom values are read. */
export interface ReadingAsker extends Asker {
  readonly caller: Pick<Caller, 'demand' | 'user'>;
}

/**
 * Throws FORBIDDEN unless the caller may read the values. Plans are remembered for all callers of a project, so it is asked for each lookup.
 */
export function demandValues({ sensitive }: LookupPlan, { caller }: ReadingAsker): void {
  caller.demand('feature:read');
  if (sensitive) caller.demand('feature:read-sensitive');
}

/** To be told of each lookup that was answered. */
export function countAnswered({ counters, traffic }: LookupPlan, isOfNow: boolean): void {
  for (const counter of counters) counter.count++;
  if (isOfNow) for (const counter of traffic) counter.count++;
}

/** The keys of some entities as one set stores them. `list` is what the message calls the list they stand in. */
export function encodeKeys(set: PlannedSet, keys: readonly EntityKey[], list: string): string[] {
  return keys.map((key, index) => set.encodeKey(key, () => `${list}[${index}]`));
}

/** What each table is asked for: the items of its sets, one set after the other. */
export function byTable<T>({ tables, sets }: LookupPlan, perSet: readonly (readonly T[])[]): readonly (readonly T[])[] {
  return tables.length === sets.length ? perSet : tables.map((own) => own.flatMap((set) => perSet[set] ?? []));
}
