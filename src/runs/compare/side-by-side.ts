/** One thing that runs may have, as each of them has it, in their order; null where it lacks it. */
export interface Compared<Value> {
  readonly name: string;
  readonly values: readonly (Value | null)[];
  readonly differs: boolean;
}

/** What some runs have by name, side by side, in the order of the names; what is alike in all of them only with `all`. */
export function sideBySide<Value extends string | number>(
  runs: readonly ReadonlyMap<string, Value>[],
  all: boolean,
): Compared<Value>[] {
  const names = [...new Set(runs.flatMap((run) => [...run.keys()]))].sort();
  return names
    .map((name) => {
      const values = runs.map((run) => run.get(name) ?? null);
      // NaN is alike to NaN.
      return { name, values, differs: new Set(values).size > 1 };
    })
    .filter(({ differs }) => all || differs);
}
