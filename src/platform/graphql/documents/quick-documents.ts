import {
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isScalarType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { fragmentsOf } from '../limits/complexity.js';
import { costOf, type QueryCost } from '../limits/query-cost.js';

/** For `@Extensions` on a query or mutation: alone, and asked for little, it takes a few milliseconds of processor at most. */
export const QUICK = { quick: true };

/** The most fields that a quick answer has: a page of a hundred with a dozen of each, its cursors counted as often. */
const QUICK_FIELDS = 1_500;

/** Scalars that stay short, whatever was stored. */
const SHORT_SCALARS: ReadonlySet<string> = new Set([
  'ID',
  'String',
  'Int',
  'Float',
  'Boolean',
  'DateTime',
  'Ref',
  'SafeInt',
]);
const PAGING: ReadonlySet<string> = new Set(['first', 'after']);

/** Whether the answer is short with these variables: how long pages are they may decide. */
export type IsShort = (variables: Readonly<Record<string, unknown>>) => boolean;

/** Undefined where a document isn't quick, whatever its variables. */
export function quickDocument(schema: GraphQLSchema, document: DocumentNode): IsShort | undefined {
  if (!isQuick(schema, document)) return undefined;
  const fragments = fragmentsOf(document);
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const costs = (variables: Readonly<Record<string, unknown>>) =>
    operations.map((operation) => costOf({ schema, fragments, operation, variables }));
  const isShort = (each: QueryCost) => each.fields <= QUICK_FIELDS;
  const first = costs({});
  if (first.some(({ varies }) => varies)) return (variables) => costs(variables).every(isShort);
  return first.every(isShort) ? () => true : undefined;
}

/**
 * Whether each operation of a document asks for one field that is marked QUICK, and in it for nothing that could take long: pages, single
 * objects and short scalars.
 */
function isQuick(schema: GraphQLSchema, document: DocumentNode): boolean {
  const roots = document.definitions.flatMap((node) =>
    node.kind === Kind.OPERATION_DEFINITION ? [node.selectionSet.selections] : [],
  );
  if (roots.length === 0 || roots.some(([root, ...more]) => root?.kind !== Kind.FIELD || more.length > 0)) return false;
  const quickRoots = new Set(roots.flat());
  const types = new TypeInfo(schema);
  let quick = true;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const field = types.getFieldDef();
        const fits = quickRoots.has(node) ? field?.extensions.quick === true : isSmall(node, field);
        if (!fits) quick = false;
      },
    }),
  );
  return quick;
}

function isSmall({ name }: FieldNode, field: GraphQLField<unknown, unknown> | null | undefined): boolean {
  if (name.value.startsWith('__')) return name.value === '__typename';
  // Whoever takes more than a page may walk, or read for long.
  if (!field?.args.every((argument) => PAGING.has(argument.name))) return false;
  const type = getNamedType(field.type);
  if (isScalarType(type)) return SHORT_SCALARS.has(type.name);
  if (isLeafType(type)) return true;
  // Lists of objects are as long as what was stored, pages are as long as they are asked for.
  return !isListType(getNullableType(field.type)) || field.name === 'nodes' || field.name === 'edges';
}
