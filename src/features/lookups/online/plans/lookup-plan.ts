import { badInput } from '../../../../platform/errors.js';
import type { DataType } from '../../../../values/data-type.js';
import { type EntityKey, type KeyEncoder, keyEncoderOf } from '../../../../values/entity-keys.js';
import type { JoinKey } from '../../../../values/join-key.js';
import { requireRows } from '../../../definitions/changes/dropped-rows.js';
import type { ResolvedFeature } from '../../../definitions/references/feature-references.js';
import type { Definition } from '../../../definitions/references/feature-references.sql.js';
import { type OnlineStatement, onlineStatement } from '../online.sql.js';
import type { LookupCounter } from './unpinned-lookups.js';

/** One feature set version that a lookup reads. */
export interface PlannedSet {
  readonly definition: Definition;
  readonly encodeKey: KeyEncoder;
  /** Undefined: rows never expire. */
  readonly ttlMicros: number | undefined;
}

/** Neighbouring columns of the answer that come from one set. */
export interface Segment {
  /** Index into the plan's sets. */
  readonly set: number;
  /** Their places in the definition; undefined: all of it in order, so that the stored text serves as it is. */
  readonly positions: readonly number[] | undefined;
  readonly types: readonly DataType[];
}

/** The model version whose signature gave a plan its columns. */
export interface PlannedModelVersion {
  readonly id: string;
  /** `flight_delay@2` */
  readonly label: string;
}

/** Everything about a lookup that does not depend on the entities asked for. Immutable, so it is cached. */
export interface LookupPlan {
  readonly columns: readonly ResolvedFeature[];
  /** Their references as JSON text, for answers that are written as text. */
  readonly columnsJson: string;
  /** Which of them are deprecated, as JSON text, reference → reason and replacement; undefined where none is. */
  readonly deprecationsJson: string | undefined;
  readonly segments: readonly Segment[];
  readonly sets: readonly PlannedSet[];
  readonly joinKeys: ReadonlySet<string>;
  readonly statement: OnlineStatement;
  /** The same without times. */
  readonly valuesStatement: OnlineStatement;
  /** The model version whose signature this is, where it is one. */
  readonly modelVersion: PlannedModelVersion | undefined;
  /** Raised by `countAnswered`: those of the feature sets of which it names no version. */
  readonly unpinned: readonly LookupCounter[];
}

/** To be told of each lookup that was answered. */
export function countAnswered({ unpinned }: LookupPlan): void {
  for (const counter of unpinned) counter.count++;
}

/** Plans a lookup of these features, which may come from several sets and entities. */
export function planLookup(
  columns: readonly ResolvedFeature[],
  definitions: ReadonlyMap<string, Definition>,
  origin: { modelVersion?: PlannedModelVersion; unpinned?: readonly LookupCounter[] } = {},
): LookupPlan {
  const ids = [...new Set(columns.map((column) => column.featureSetVersionId))];
  const sets = ids.map((id) => {
    const definition = definitions.get(id);
    if (definition === undefined) throw new Error(`feature set version ${id} has no definition`);
    requireRows(definition);
    return planSet(definition);
  });
  const storages = sets.map((set) => set.definition.storage);
  return {
    columns,
    columnsJson: JSON.stringify(columns.map((column) => column.ref)),
    deprecationsJson: deprecationsOf(columns),
    segments: segmentsOf(columns, ids, sets),
    sets,
    joinKeys: jointKeys(sets),
    statement: onlineStatement(storages, 'values and times'),
    valuesStatement: onlineStatement(storages, 'values'),
    modelVersion: origin.modelVersion,
    unpinned: origin.unpinned ?? [],
  };
}

function deprecationsOf(columns: readonly ResolvedFeature[]): string | undefined {
  const deprecated = columns.filter(({ deprecation }) => deprecation !== null);
  if (deprecated.length === 0) return undefined;
  return JSON.stringify(Object.fromEntries(deprecated.map(({ ref, deprecation }) => [ref, deprecation])));
}

function planSet(definition: Definition): PlannedSet {
  return {
    definition,
    encodeKey: keyEncoderOf(definition.joinKeys),
    ttlMicros: definition.ttlSeconds ? definition.ttlSeconds * 1_000_000 : undefined,
  };
}

function segmentsOf(
  columns: readonly ResolvedFeature[],
  ids: readonly string[],
  sets: readonly PlannedSet[],
): Segment[] {
  const runs: ResolvedFeature[][] = [];
  for (const column of columns) {
    const last = runs.at(-1);
    if (last?.[0]?.featureSetVersionId === column.featureSetVersionId) last.push(column);
    else runs.push([column]);
  }
  return runs.map((run) => {
    const set = ids.indexOf(run[0]?.featureSetVersionId ?? '');
    const positions = run.map((column) => column.position);
    const whole =
      positions.length === sets[set]?.definition.features.length && positions.every((at, index) => at === index);
    return { set, positions: whole ? undefined : positions, types: run.map((column) => column.type) };
  });
}

/** The join keys of all entities together; one name can't mean two types. */
function jointKeys(sets: readonly PlannedSet[]): ReadonlySet<string> {
  const keys = new Map<string, { key: JoinKey; label: string }>();
  for (const { definition } of sets) {
    for (const key of definition.joinKeys) {
      const other = keys.get(key.name);
      if (other !== undefined && other.key.type !== key.type) {
        throw badInput(
          `The join key "${key.name}" is ${other.key.type} in ${other.label} and ${key.type} in ${definition.label}; ask for these features in two requests.`,
          { field: key.name },
        );
      }
      keys.set(key.name, { key, label: definition.label });
    }
  }
  return new Set(keys.keys());
}

/** The keys of some entities as one set stores them. `list` is what the message calls the list they stand in. */
export function encodeKeys(set: PlannedSet, keys: readonly EntityKey[], list: string): string[] {
  return keys.map((key, index) => set.encodeKey(key, () => `${list}[${index}]`));
}
