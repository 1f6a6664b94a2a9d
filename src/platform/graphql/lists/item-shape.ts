import type { FieldNode, GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import type { Turns } from '../../turns/turns.js';

/** What stands in an answer for an item, or for a field of it. */
export type Shape<Item> = (item: Item) => unknown;

/** The shape of a field, by what is asked of it; undefined where only a resolver can tell. */
export type FieldShape<Item> = (info: GraphQLResolveInfo, nodes: readonly FieldNode[]) => Shape<Item> | undefined;

/** The fields of a type that can be told without resolvers. */
export type FieldShapes<Item> = Readonly<Record<string, FieldShape<Item>>>;

/** What is asked of an object of this type, by the name it has in the answer: fragments are spread, what is skipped is left out. */
export function selectedFields(
  { schema, fragments, variableValues }: GraphQLResolveInfo,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  return collectSubfields(schema, fragments, variableValues, type, nodes);
}

/** A field whose value follows from the item alone, as it stands in the answer. */
export function plain<Item>(read: Shape<Item>): FieldShape<Item> {
  return () => read;
}

/** The shape that graphql-js would give to items of a type; undefined where a field is asked for that only a resolver can tell. */
export function itemShape<Item>(
  info: GraphQLResolveInfo,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
  shapes: FieldShapes<Item>,
): Shape<Item> | undefined {
  const fields: { key: string; read: Shape<Item> }[] = [];
  for (const [key, asked] of selectedFields(info, type, nodes)) {
    const name = asked[0]?.name.value ?? '';
    const shape = name === '__typename' ? plain<Item>(() => type.name) : shapes[name];
    const read = shape?.(info, asked);
    if (read === undefined) return undefined;
    fields.push({ key, read });
  }
  return (item) => {
    const object: Record<string, unknown> = {};
    for (const { key, read } of fields) object[key] = read(item);
    return object;
  };
}

/** How many items are written at once. */
const SLICE = 200;

/** A list of items as JSON. Others are served in between. */
export async function writeList<Item>(items: readonly Item[], shape: Shape<Item>, turns: Turns): Promise<string> {
  const texts: string[] = [];
  for (let from = 0; from < items.length; from += SLICE) {
    if (turns.isOver) await turns.take();
    texts.push(JSON.stringify(items.slice(from, from + SLICE).map(shape)).slice(1, -1));
  }
  return `[${texts.join(',')}]`;
}
