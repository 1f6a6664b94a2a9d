import type { RegisteredModel } from './resources.js';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** Tags of what is told at all. */
export function told(values: Readonly<Record<string, string | undefined>>): [string, string][] {
  return Object.entries(values).flatMap(([key, value]): [string, string][] => (value ? [[key, value]] : []));
}

/** Custom properties as tags: a number or a truth as its text; a label, which has no value, with none. */
export function propertiesOf(properties: RegisteredModel['customProperties']): [string, string][] {
  return Object.entries(properties).map(([key, property]) => {
    const [, value] = Object.entries(property).find(([name]) => name.endsWith('_value')) ?? [];
    return [key, typeof value === 'string' ? value : (JSON.stringify(value) ?? '')];
  });
}

/** Each key once, with what was said of it first. */
export function firstOfEach(tags: readonly (readonly [string, string])[]): Map<string, string> {
  const kept = new Map<string, string>();
  for (const [key, value] of tags) if (!kept.has(key)) kept.set(key, value);
  return kept;
}
