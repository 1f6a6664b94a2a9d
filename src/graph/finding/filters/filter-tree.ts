/** A filter in which filters of its kind may stand. */
export interface Nested<Filter> {
  readonly and?: readonly Filter[] | null | undefined;
  readonly or?: readonly Filter[] | null | undefined;
  readonly not?: Filter | null | undefined;
  readonly includeDeleted?: boolean | null | undefined;
}

/** What a filter asks, as a tree of what each of them asks by itself. */
export type FilterTree<Leaf> =
  | Leaf
  | { readonly is: 'AND' | 'OR'; readonly of: readonly FilterTree<Leaf>[] }
  | { readonly is: 'NOT'; readonly of: FilterTree<Leaf> };

/** What `and`, `or` and `not` say; `resolved` is what each filter asks by itself. */
export function combined<Filter extends Nested<Filter>, Leaf>(
  filter: Filter,
  resolved: ReadonlyMap<Filter, readonly FilterTree<Leaf>[]>,
): FilterTree<Leaf>[] {
  const whole = (part: Filter): FilterTree<Leaf> => ({
    is: 'AND',
    of: [...(resolved.get(part) ?? []), ...combined(part, resolved)],
  });
  return [
    ...(filter.and ?? []).map(whole),
    ...(filter.or == null ? [] : [{ is: 'OR' as const, of: filter.or.map(whole) }]),
    ...(filter.not == null ? [] : [{ is: 'NOT' as const, of: whole(filter.not) }]),
  ];
}
