import type { DataType } from '../../../../values/data-type.js';
import { keyEncoderOf } from '../../../../values/entity-keys.js';
import { requireRows } from '../../../definitions/changes/dropped-rows.js';
import { columnTypes } from '../../../definitions/references/column-types.js';
import type { ResolvedFeature } from '../../../definitions/references/feature-references.js';
import type { Definition } from '../../../definitions/references/feature-references.sql.js';
import { keyPartsOf } from '../../../definitions/references/key-columns.js';
import { onlineStatement } from '../online.sql.js';
import type { LookupCounter } from './lookup-counters.js';
import type { LookupColumn, LookupPlan, PlannedReader, PlannedSet, Segment } from './lookup-plan.js';
import { type RequestInput, RequestInputs } from './request-inputs.js';

/** Where the features of a plan come from. */
export interface PlanOrigin {
  readonly modelVersion?: PlannedReader;
  readonly service?: PlannedReader;
  readonly counters?: readonly LookupCounter[];
  readonly traffic?: readonly LookupCounter[];
  /** Columns that an entity may have though they are not read. */
  readonly ignored?: Iterable<string>;
  readonly sensitive?: boolean;
}

/** A feature that a lookup gives, or a value that it passes through. */
export type PlannedColumn = ResolvedFeature | RequestInput;

/** A column and where its values stand: at which place of the rows of which set. */
interface Placed {
  readonly set: number;
  readonly position: number;
  readonly type: DataType;
}

/** Plans a lookup of these features, which may come from several sets and entities, in several roles. */
export function planLookup(
  columns: readonly PlannedColumn[],
  definitions: ReadonlyMap<string, Definition>,
  origin: PlanOrigin = {},
): LookupPlan {
  const features = columns.filter(isFeature);
  const inputs = columns.filter((column) => !isFeature(column));
  const sets = setsOf(features, definitions);
  const tables: number[][] = [];
  for (const [index, { table }] of sets.entries()) {
    const own = tables[table] ?? [];
    own.push(index);
    tables[table] = own;
  }
  const storages = tables.map(([first]) => sets[first ?? 0]?.definition.storage ?? 0);
  const described = columns.map(describe);
  return {
    columns: described,
    columnsJson: JSON.stringify(described.map((column) => column.ref)),
    deprecationsJson: deprecationsOf(described),
    segments: segmentsOf(columns, inputs, sets),
    sets,
    tables,
    joinKeys: new Set([...columnTypes(sets, inputs).keys(), ...(origin.ignored ?? [])]),
    statement: onlineStatement(storages, 'values and times'),
    valuesStatement: onlineStatement(storages, 'values'),
    inputs: inputs.length === 0 ? undefined : new RequestInputs(inputs),
    modelVersion: origin.modelVersion,
    service: origin.service,
    sensitive: origin.sensitive === true,
    counters: origin.counters ?? [],
    traffic: origin.traffic ?? [],
  };
}

/** Whether a column comes from a feature set. */
export function isFeature(column: PlannedColumn): column is ResolvedFeature {
  return 'featureSetVersionId' in column;
}

function describe(column: PlannedColumn): LookupColumn {
  if (isFeature(column)) return column;
  return { ...column, ref: column.name, featureSet: null, role: null, deprecation: null };
}

function deprecationsOf(columns: readonly LookupColumn[]): string | undefined {
  const deprecated = columns.filter(({ deprecation }) => deprecation !== null);
  if (deprecated.length === 0) return undefined;
  return JSON.stringify(Object.fromEntries(deprecated.map(({ ref, deprecation }) => [ref, deprecation])));
}

/** What tells apart the sets of a plan: one version may be read by several columns. */
export function readingOf({ featureSetVersionId, keyColumns }: ResolvedFeature): string {
  return JSON.stringify([featureSetVersionId, ...keyColumns]);
}

function setsOf(features: readonly ResolvedFeature[], definitions: ReadonlyMap<string, Definition>): PlannedSet[] {
  const readings = new Map(features.map((feature) => [readingOf(feature), feature]));
  const tables = new Map<string, number>();
  for (const { featureSetVersionId } of features)
    if (!tables.has(featureSetVersionId)) tables.set(featureSetVersionId, tables.size);
  const read = new Set(features.flatMap(({ keyColumns }) => keyColumns));
  return [...readings.values()].map(({ featureSetVersionId, keyColumns }) => {
    const definition = definitions.get(featureSetVersionId);
    if (definition === undefined) throw new Error(`feature set version ${featureSetVersionId} has no definition`);
    requireRows(definition);
    const keys = keyPartsOf(definition, keyColumns);
    return {
      definition,
      keys,
      encodeKey: keyEncoderOf(keys, read),
      ttlMicros: definition.ttlSeconds ? definition.ttlSeconds * 1_000_000 : undefined,
      table: tables.get(featureSetVersionId) ?? 0,
    };
  });
}

function segmentsOf(
  columns: readonly PlannedColumn[],
  inputs: readonly RequestInput[],
  sets: readonly PlannedSet[],
): Segment[] {
  const runs: Placed[][] = [];
  for (const placed of placeColumns(columns)) {
    const last = runs.at(-1);
    if (last?.[0]?.set === placed.set) last.push(placed);
    else runs.push([placed]);
  }
  return runs.map((run) => {
    const set = run[0]?.set ?? 0;
    const positions = run.map(({ position }) => position);
    const width = set === sets.length ? inputs.length : sets[set]?.definition.features.length;
    const whole = positions.length === width && positions.every((at, index) => at === index);
    return { set, positions: whole ? undefined : positions, types: run.map(({ type }) => type) };
  });
}

function placeColumns(columns: readonly PlannedColumn[]): Placed[] {
  const readings = [...new Set(columns.filter(isFeature).map(readingOf))];
  const places = new Map(readings.map((reading, index) => [reading, index]));
  let inputs = 0;
  return columns.map((column) => {
    if (!isFeature(column)) return { set: readings.length, position: inputs++, type: column.type };
    return { set: places.get(readingOf(column)) ?? 0, position: column.position, type: column.type };
  });
}
