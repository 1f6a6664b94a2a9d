/** A key of an order, as SQL. */
export interface PlacedKey {
  readonly expression: string;
  readonly nullable: boolean;
  readonly descending: boolean;
}

/**
 * That a row stands behind a place: of `bounds`, as SQL, null is a key that the place has no value of; `rest` holds behind it where all keys are equal.
 * What has no value comes last.
 */
export function behindKeys(keys: readonly PlacedKey[], bounds: readonly (string | null)[], rest: string): string {
  return keys.reduceRight((later, key, index) => behindKey(key, bounds[index] ?? null, later), rest);
}

/** Behind by this key, or equal in it and behind by the rest. Nothing is behind null but the rest. */
function behindKey({ expression, nullable, descending }: PlacedKey, bound: string | null, rest: string): string {
  if (bound === null) return `(${expression} is null and ${rest})`;
  const behind = `${expression} ${descending ? '<' : '>'} ${bound}`;
  return `(${behind}${nullable ? ` or ${expression} is null` : ''} or (${expression} = ${bound} and ${rest}))`;
}
