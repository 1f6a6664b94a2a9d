import { facet, isDeleted } from './facets.js';
import { type Fields, fieldsOf, listOf, nameOf, storable, textOf } from './fields.js';
import type { ColumnsOfSource, ForeignName } from './lineage-event.js';
import { Refused } from './refused.js';

/** Pairs of columns: those of a hundred tables of a thousand columns. */
const MOST = 100_000;
/** Characters of what is no description. */
const LONGEST = 100;

/*   "lineage": {"fields": {"total": {"inputs": [{namespace, name, field}]}}}               all that is known, where it is there
 *   "columnLineage": {"fields": {"total": {"inputFields": [{namespace, name, field}]}},
 *                     "dataset": [{namespace, name, field}]}                               a filter: it bears on each of the columns  */

/** Which columns of which datasets those of a dataset were made from; undefined where nothing is said of that. */
export function readColumns(facets: unknown): readonly ColumnsOfSource[] | undefined {
  const lineage = facet(facets, 'lineage');
  const columnLineage = facet(facets, 'columnLineage');
  if (lineage === undefined && columnLineage === undefined)
    return isDeleted(facets, 'columnLineage') || isDeleted(facets, 'lineage') ? [] : undefined;
  const sources = new Sources();
  if (lineage !== undefined) addAll(sources, lineage, 'inputs', listOf(lineage.inputs));
  else if (columnLineage !== undefined) addAll(sources, columnLineage, 'inputFields', listOf(columnLineage.dataset));
  return sources.all();
}

function addAll(sources: Sources, facet: Fields, list: string, whole: readonly unknown[]): void {
  const fields = Object.entries(fieldsOf(facet.fields) ?? {}).map(([name, made]) => [storable(name), made] as const);
  for (const [column, made] of fields) for (const from of listOf(fieldsOf(made)?.[list])) sources.add(column, from);
  for (const from of whole) {
    sources.add(undefined, from);
    for (const [column] of fields) sources.add(column, from);
  }
}

class Sources {
  private readonly byName = new Map<string, ForeignName & { readonly columns: Made }>();
  private pairs = 0;

  /** Without a column it is the dataset that was made from the other. */
  add(column: string | undefined, from: unknown): void {
    const name = nameOf(from);
    if (name === undefined) return;
    const key = JSON.stringify([name.namespace, name.name]);
    const source = this.byName.get(key) ?? { ...name, columns: new Map() };
    this.byName.set(key, source);
    const field = textOf(fieldsOf(from)?.field);
    if (column === undefined || field === undefined) return;
    const hows = listOf(fieldsOf(from)?.transformations).map(howOf);
    this.pairs += 1 + hows.length;
    if (this.pairs > MOST)
      throw new Refused(
        `has column lineage of more than ${MOST} pairs of columns and transformations, which is the most that is kept`,
      );
    const known = source.columns.get(column) ?? new Map<string, Set<string>>();
    source.columns.set(column, known);
    const how = known.get(field) ?? new Set();
    known.set(field, how);
    for (const each of hows) if (each !== undefined) how.add(each);
  }

  all(): readonly ColumnsOfSource[] {
    return [...this.byName.values()].map(({ namespace, name, columns }) => ({
      namespace,
      name,
      columns: Object.fromEntries(
        [...columns].sort(byFirst).map(([column, from]) => [column, [...from.keys()].sort()]),
      ),
      transformations: transformationsOf(columns),
    }));
  }
}

/** Column → the one that it was made from → how. */
type Made = Map<string, Map<string, Set<string>>>;

function transformationsOf(made: Made): ColumnsOfSource['transformations'] {
  const told = [...made].sort(byFirst).flatMap(([column, from]) => {
    const hows = [...from].sort(byFirst).filter(([, how]) => how.size > 0);
    return hows.length === 0
      ? []
      : [[column, Object.fromEntries(hows.map(([source, how]) => [source, [...how].sort()]))] as const];
  });
  return told.length === 0 ? undefined : Object.fromEntries(told);
}

/** `DIRECT/AGGREGATION`, or `DIRECT` where no more is said; what describes it for people stays in the facet. */
function howOf(transformation: unknown): string | undefined {
  const fields = fieldsOf(transformation);
  const [type, subtype] = [textOf(fields?.type), textOf(fields?.subtype)];
  const how = type === undefined || subtype === undefined ? type : `${type}/${subtype}`;
  return how === undefined || how.length > LONGEST ? undefined : how;
}

function byFirst([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : 1;
}
