import { FIELDS, type FieldLook } from './filter-fields.js';

/** One thing that runs are to be like. `field` is a key of the API's filter. */
export interface Condition {
  readonly not?: boolean;
  readonly field: string;
  readonly name?: string;
  readonly of?: string;
  readonly op?: string;
  readonly value?: string;
}

/** Conditions and groups of them, of which all or any are to hold. */
export interface Group {
  readonly not?: boolean;
  readonly join: 'and' | 'or';
  readonly parts: readonly Part[];
}

export type Part = Condition | Group;

export const isGroup = (part: Part): part is Group => 'join' in part;
export const EMPTY: Group = { join: 'and', parts: [] };

/** The filter of the API; undefined where nothing is asked. Throws with a sentence for whoever wrote what can't be asked. */
export function filterOfPart(part: Part): object | undefined {
  const filter = isGroup(part) ? filterOfGroup(part) : filterOfCondition(part);
  return filter !== undefined && part.not ? { not: filter } : filter;
}

function filterOfGroup({ join, parts }: Group): object | undefined {
  const filters = parts.map(filterOfPart).filter((filter) => filter !== undefined);
  // Of nothing "any" fits nothing, which nobody means who hasn't written anything yet.
  return filters.length === 0 ? undefined : { [join]: filters };
}

function filterOfCondition({ field, name = '', of, op, value = '' }: Condition): object | undefined {
  const look = FIELDS[field];
  if (look === undefined) return undefined;
  const told = [...(look.named ? [name] : []), ...(look.value === 'none' ? [] : [value])];
  if (told.every((text) => text.trim() === '')) return undefined;
  if (look.named && name.trim() === '') throw new Error(`${look.word}: which one? Write its name.`);
  const read = readValue(look, value.trim());
  if (look.value === 'none') return { [field]: [name.trim()] };
  if (field === 'tags') return { tags: [{ key: name.trim(), value: read }] };
  if (look.named)
    return { [field]: [{ name: name.trim(), op: op ?? look.ops?.[0]?.[0], ...(of && { of }), value: read }] };
  return { [field]: look.isList ? [read] : read };
}

function readValue({ word, value }: FieldLook, text: string): unknown {
  if (value === 'number') {
    if (/^(?:NaN|-?Infinity)$/.test(text)) return text;
    if (text === '' || !Number.isFinite(Number(text))) throw new Error(`${word}: "${text}" is no number.`);
    return Number(text);
  }
  if (value !== 'time') return text;
  if (Number.isNaN(Date.parse(text))) throw new Error(`${word}: "${text}" is no time.`);
  return new Date(text).toISOString();
}

/** Any filter of the API as conditions that one can change; what the builder has no word for is left out. */
export function partOfFilter(filter: unknown, depth = 0): Part {
  const parts: Part[] = [];
  if (typeof filter === 'object' && filter !== null && depth < 20)
    for (const [key, value] of Object.entries(filter)) {
      if (key === 'and' || key === 'or')
        parts.push({ join: key, parts: listOf(value).map((each) => partOfFilter(each, depth + 1)) });
      else if (key === 'not') parts.push(negated(partOfFilter(value, depth + 1)));
      else if (FIELDS[key] !== undefined) parts.push(...listOf(value).map((each) => conditionOf(key, each)));
    }
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { join: 'and', parts };
}

function conditionOf(field: string, value: unknown): Condition {
  if (typeof value !== 'object' || value === null)
    return FIELDS[field]?.value === 'none' ? { field, name: String(value) } : { field, value: String(value) };
  const { name, key, of, op, value: told } = value as Readonly<Record<string, unknown>>;
  return {
    field,
    name: String(name ?? key ?? ''),
    ...(typeof of === 'string' && { of }),
    ...(typeof op === 'string' && { op }),
    value: String(told ?? ''),
  };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function negated(part: Part): Part {
  const { not, ...rest } = part;
  return not ? rest : { ...rest, not: true };
}

/** The builder begins with a group, so that there is a place to add to. */
export function groupOfText(text: string): Group {
  if (text === '') return EMPTY;
  try {
    const part = partOfFilter(JSON.parse(text));
    return isGroup(part) ? part : { join: 'and', parts: [part] };
  } catch {
    return EMPTY;
  }
}
