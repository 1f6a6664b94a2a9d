import type { ForeignName } from './lineage-event.js';

/** Fields of what was parsed; of none of them anything is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** What is no list has nothing in it: producers write null for "none". */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Undefined for what is no text, and for none. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? storable(value) : undefined;
}

/** Text that PostgreSQL can hold: without NUL and halves of surrogate pairs, in whose places stands U+FFFD. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}

/** Undefined unless it has both parts. */
export function nameOf(value: unknown): ForeignName | undefined {
  const fields = fieldsOf(value);
  const namespace = textOf(fields?.namespace);
  const name = textOf(fields?.name);
  return namespace === undefined || name === undefined ? undefined : { namespace, name };
}
