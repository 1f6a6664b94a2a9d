import { registerEnumType } from 'type-graphql';
import { sameJson } from '../../platform/text/same-json.js';

export enum Difference {
  ADDED = 'ADDED',
  REMOVED = 'REMOVED',
  CHANGED = 'CHANGED',
}

registerEnumType(Difference, {
  name: 'LineageDifference',
  description: 'How something differs from one lineage to another.',
  valuesConfig: {
    ADDED: { description: 'Only the second has it.' },
    REMOVED: { description: 'Only the first has it.' },
    CHANGED: { description: 'Both have it, and it is not the same.' },
  },
});

/** One thing that differs; undefined where there is no such thing. */
export interface Differing<Value> {
  readonly key: string;
  readonly change: Difference;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** What differs between two sets of things, by their keys, in the order of these. What is equal as JSON does not differ. */
export function differencesOf<Value>(
  before: ReadonlyMap<string, Value>,
  after: ReadonlyMap<string, Value>,
  essence: (value: Value) => unknown = (value) => value,
): Differing<Value>[] {
  const found: Differing<Value>[] = [];
  for (const [key, one] of before) {
    const other = after.get(key);
    if (other === undefined && !after.has(key))
      found.push({ key, change: Difference.REMOVED, before: one, after: other });
    else if (!sameJson(essence(one), essence(other as Value)))
      found.push({ key, change: Difference.CHANGED, before: one, after: other });
  }
  for (const [key, other] of after)
    if (!before.has(key)) found.push({ key, change: Difference.ADDED, before: undefined, after: other });
  return found.sort((a, b) => (a.key < b.key ? -1 : 1));
}
