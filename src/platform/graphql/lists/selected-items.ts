import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  getNamedType,
  isObjectType,
} from 'graphql';
import { selectedFields } from './item-shape.js';

/** Names of the fields that are asked of the items of the connection that a resolver is to give: of its `nodes`, or the `node` of its `edges`. */
export function selectedItems(info: GraphQLResolveInfo): ReadonlySet<string> {
  const items = new Set<string>();
  const connection = objectType(info.returnType);
  for (const nodes of selectedFields(info, connection, info.fieldNodes).values()) {
    const name = nodes[0]?.name.value ?? '';
    if (name === 'nodes') collect(info, connection, name, nodes, items);
    if (name !== 'edges') continue;
    const edge = objectType(connection.getFields()[name]?.type);
    for (const inner of selectedFields(info, edge, nodes).values()) {
      if (inner[0]?.name.value === 'node') collect(info, edge, 'node', inner, items);
    }
  }
  return items;
}

/** Names of the fields that a request asks of the object that a resolver is to give. */
export function selectedNames(info: GraphQLResolveInfo): ReadonlySet<string> {
  const fields = selectedFields(info, objectType(info.returnType), info.fieldNodes).values();
  return new Set([...fields].map(([first]) => first?.name.value ?? ''));
}

function collect(
  info: GraphQLResolveInfo,
  owner: GraphQLObjectType,
  field: string,
  nodes: Parameters<typeof selectedFields>[2],
  items: Set<string>,
): void {
  for (const [first] of selectedFields(info, objectType(owner.getFields()[field]?.type), nodes).values()) {
    if (first !== undefined) items.add(first.name.value);
  }
}

function objectType(type: GraphQLOutputType | undefined): GraphQLObjectType {
  const named = type && getNamedType(type);
  if (isObjectType(named)) return named;
  throw new Error(`${String(type)} is no type of objects`);
}
