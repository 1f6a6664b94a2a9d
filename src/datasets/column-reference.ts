import { formatName, type Member } from '../graph/names/format-ref.js';
import { splitRef } from '../graph/names/split-ref.js';
import { badInput, type HeadwaterError, notFound } from '../platform/errors.js';
import { didYouMean, likeNames, listNames } from '../platform/text/did-you-mean.js';
import { inQuotes } from '../platform/text/in-quotes.js';
import type { DatasetColumn } from './dataset-column.js';
import type { DatasetVersion } from './dataset-version.entity.js';

/** A column, and the dataset version that has it. */
export interface ColumnOfVersion extends DatasetColumn {
  readonly version: DatasetVersion;
}

/** What a reference such as `flights@3:delay` says: the dataset version, and its column if it names one; undefined for what is malformed. */
export function splitColumnRef(
  ref: string,
): { readonly dataset: string; readonly column: Member | undefined } | undefined {
  const split = splitRef(ref);
  return split.ok ? { dataset: split.stem, column: split.parts.member } : undefined;
}

/** The dataset version and the column of a reference that must name one. Throws BAD_USER_INPUT. */
export function parseColumnRef(ref: string): { readonly dataset: string; readonly column: string } {
  const split = splitRef(ref);
  const member = split.ok ? split.parts.member : undefined;
  if (split.ok && member !== undefined && member !== 'ALL') return { dataset: split.stem, column: member.name };
  const problem = !split.ok
    ? split.problem
    : member === 'ALL'
      ? '":*" means all columns, and one is asked for'
      : 'it has no ":", which the column stands after';
  throw badInput(
    `${inQuotes(ref)} is not a reference to a column: ${problem}. Write dataset, version and column, such as "flights@3:delay".`,
    { field: 'ref', found: ref },
  );
}

/** Finds the columns of a version by name: exactly, or else but for how its letters are composed. It goes through them once. */
export function columnFinder({ columns }: DatasetVersion): (name: string) => DatasetColumn | undefined {
  const exact = new Map(columns.map((column) => [column.name, column]));
  const composed = new Map(columns.map((column) => [column.name.normalize(), column]));
  return (name) => exact.get(name) ?? composed.get(name.normalize());
}

/** NOT_FOUND, with the columns that there are. */
export function noSuchColumn(version: DatasetVersion, missing: string): HeadwaterError {
  const names = version.columns.map((column) => column.name);
  const near = likeNames(missing, names);
  return notFound(
    `${version.label} has no column ${inQuotes(missing)}; it has ${listNames(names)}.${didYouMean(near)}`,
    {
      field: 'columns',
      found: missing,
      expected: names,
      ...(near.length > 0 && { suggestions: near.map((name) => columnRef(version, name)) }),
    },
  );
}

/** `flights@3:delay`, as it is printed. */
export function columnRef(version: DatasetVersion, name: string): string {
  return `${version.label}:${formatName(name)}`;
}
