import { registerEnumType } from 'type-graphql';
import { canonicalJson } from '../../platform/text/canonical-json.js';

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
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys.flatMap((key): Differing<Value>[] => {
    const [one, other] = [before.get(key), after.get(key)];
    if (!before.has(key)) return [{ key, change: Difference.ADDED, before: one, after: other }];
    if (!after.has(key)) return [{ key, change: Difference.REMOVED, before: one, after: other }];
    const isSame = canonicalJson(essence(one as Value)) === canonicalJson(essence(other as Value));
    return isSame ? [] : [{ key, change: Difference.CHANGED, before: one, after: other }];
  });
}
