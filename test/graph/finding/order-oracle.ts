import fc from 'fast-check';

/** What a list is ordered by, and the value that a node has of it. */
export type Orders<Node> = Readonly<Record<string, (node: Node, name: string) => string | number | null | undefined>>;

export interface AskedOrder {
  readonly by: string;
  readonly name?: string;
  readonly direction: 'ASC' | 'DESC';
}

/** Keys that take a name, and those that there are. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  TAG: ['k', "it's", 'nobody'],
  METRIC: ['auc', 'loss', 'nobody'],
};

export function askedOrders<Node>(orders: Orders<Node>): fc.Arbitrary<AskedOrder[]> {
  const key = fc.constantFrom(...Object.keys(orders), 'CREATED').chain((by) =>
    fc.record({
      by: fc.constant(by),
      ...(by in NAMES && { name: fc.constantFrom(...(NAMES[by] ?? [])) }),
      direction: fc.constantFrom('ASC' as const, 'DESC' as const),
    }),
  );
  return fc.array(key as fc.Arbitrary<AskedOrder>, { maxLength: 3 });
}

/** Nodes in an order; those without a value last; equal ones as they were registered, in the direction of the last key. */
export function inOrder<Node extends { readonly id: string }>(
  nodes: readonly Node[],
  asked: readonly AskedOrder[],
  orders: Orders<Node>,
): Node[] {
  const created = asked.findIndex(({ by }) => by === 'CREATED');
  const keys = created < 0 ? asked : asked.slice(0, created);
  const last = (created < 0 ? asked.at(-1) : asked[created])?.direction ?? 'DESC';
  return [...nodes].sort((a, b) => {
    for (const { by, name = '', direction } of keys) {
      const [left, right] = [orders[by]?.(a, name) ?? null, orders[by]?.(b, name) ?? null];
      if (left === right) continue;
      if (left === null) return 1;
      if (right === null) return -1;
      const order =
        typeof left === 'string' ? Buffer.compare(Buffer.from(left), Buffer.from(String(right))) : left - Number(right);
      if (order !== 0) return direction === 'ASC' ? order : -order;
    }
    return (a.id < b.id ? -1 : 1) * (last === 'ASC' ? 1 : -1);
  });
}

/** How many have which value, the most common first. */
export function counted(values: readonly (string | null | undefined)[]): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value != null) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || Buffer.compare(Buffer.from(a.value), Buffer.from(b.value)));
}
