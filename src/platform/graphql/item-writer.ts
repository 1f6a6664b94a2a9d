import type { FieldNode, GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { collectSubfields } from 'graphql/execution/collectFields.js';
import { Turns } from '../turns.js';

/** Writes one item as JSON. */
export type WriteItem<Item> = (item: Item) => string;

/** How a field of an item is written, by what is asked of it; undefined where that can't be. */
export type FieldWriter<Item> = (info: GraphQLResolveInfo, nodes: readonly FieldNode[]) => WriteItem<Item> | undefined;

/** The fields of a type that can be written without resolvers. */
export type FieldWriters<Item> = Readonly<Record<string, FieldWriter<Item>>>;

/** What is asked of an object of this type, by the name it has in the answer: fragments are spread, what is skipped is left out. */
export function selectedFields(
  { schema, fragments, variableValues }: GraphQLResolveInfo,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  return collectSubfields(schema, fragments, variableValues, type, nodes);
}

/** A field whose JSON follows from the item alone. */
export function plain<Item>(write: WriteItem<Item>): FieldWriter<Item> {
  return () => write;
}

/** Writes items of a type as graphql-js would have them, or undefined where a field is asked for that only a resolver gives. */
export function itemWriter<Item>(
  info: GraphQLResolveInfo,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
  writers: FieldWriters<Item>,
): WriteItem<Item> | undefined {
  const parts: [text: string, write: WriteItem<Item>][] = [];
  for (const [key, fields] of selectedFields(info, type, nodes)) {
    const name = fields[0]?.name.value ?? '';
    const write = name === '__typename' ? constant(type.name) : writers[name]?.(info, fields);
    if (write === undefined) return undefined;
    parts.push([`${parts.length === 0 ? '{' : ','}${JSON.stringify(key)}:`, write]);
  }
  return (item) => {
    let text = '';
    for (const [before, write] of parts) text += before + write(item);
    return `${text}}`;
  };
}

/** How many items are written between two looks at the clock. */
const SLICE = 200;

/** A list of items as JSON. Others are served in between. */
export async function writeList<Item>(items: readonly Item[], write: WriteItem<Item>): Promise<string> {
  const turns = new Turns();
  const texts: string[] = [];
  for (const [index, item] of items.entries()) {
    if (index % SLICE === 0 && turns.isOver) await turns.next();
    texts.push(write(item));
  }
  return `[${texts.join(',')}]`;
}

function constant(value: string): () => string {
  const text = JSON.stringify(value);
  return () => text;
}
