import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { badInput, type HeadwaterError } from '../../errors.js';

/** How many items a list takes unless `@Extensions(atMost(…))` says otherwise, on the field or on the type of its items. */
const MOST_ITEMS = 1_000;

/** For `@Extensions`: how many items a list takes; on a query or mutation by argument. */
export function atMost(maxItems: number | Readonly<Record<string, number>>) {
  return { maxItems };
}

type Check = (value: unknown, path: string) => void;
type Extended = { description?: string | null | undefined; readonly extensions: object };

/**
 * Lets every list among arguments and inputs take a limited number of items: what resolvers do with each of them would else have no limit. The descriptions
 * say how many.
 */
export function limitLists(schema: GraphQLSchema): void {
  const limits = new ListLimits();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields())) limits.describe(field, field.type);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const checks = field.args.flatMap((argument) => {
        const own = maxItemsOf(field, argument.name) ?? maxItemsOf(argument);
        limits.describe(argument, argument.type, own);
        const check = limits.checkOf(argument.type, own);
        return check === undefined ? [] : [{ name: argument.name, check }];
      });
      const { resolve, subscribe } = field;
      if (checks.length === 0 || resolve === undefined) continue;
      const checked =
        (call: NonNullable<typeof resolve>): typeof call =>
        (source, args: Readonly<Record<string, unknown>>, context, info) => {
          for (const { name, check } of checks) check(args[name], name);
          return call(source, args, context, info);
        };
      // The arguments of a subscription are read when it begins.
      if (subscribe !== undefined) field.subscribe = checked(subscribe);
      else field.resolve = checked(resolve);
    }
  }
}

/** How many items an input field takes, if it is a list. */
export function itemsOf(field: { readonly type: GraphQLInputType; readonly extensions: object }): number {
  return maxItemsOf(field) ?? mostItems(field.type);
}

/** BAD_USER_INPUT for a list that is too long; `path` leads to it from the arguments. */
export function tooManyItems(path: string, found: number, expected: number): HeadwaterError {
  return badInput(
    `${path} has ${found} items; at most ${expected} are taken at once. Split them into several requests.`,
    { field: path, found, expected },
  );
}

class ListLimits {
  private readonly ofInputs = new Map<GraphQLNamedType, Check | undefined>();

  checkOf(type: GraphQLInputType, own?: number): Check | undefined {
    if (isNonNullType(type)) return this.checkOf(type.ofType, own);
    if (isListType(type)) return this.checkOfList(type.ofType, own ?? mostItems(type));
    return isInputObjectType(type) ? this.checkOfInput(type) : undefined;
  }

  describe(element: Extended, type: GraphQLInputType, own = maxItemsOf(element)): void {
    const inner = isNonNullType(type) ? type.ofType : type;
    // Of an enum there are few values anyway.
    if (!isListType(inner) || isEnumType(getNamedType(inner)) || /at most/i.test(element.description ?? '')) return;
    element.description = `${element.description} At most ${(own ?? mostItems(inner)).toLocaleString('en')}.`;
  }

  private checkOfList(item: GraphQLInputType, most: number): Check {
    const checkItem = this.checkOf(item);
    return (value, path) => {
      if (!Array.isArray(value)) return;
      if (value.length > most) throw tooManyItems(path, value.length, most);
      if (checkItem !== undefined) for (const [index, each] of value.entries()) checkItem(each, `${path}[${index}]`);
    };
  }

  private checkOfInput(type: GraphQLInputObjectType): Check | undefined {
    if (this.ofInputs.has(type)) return this.ofInputs.get(type);
    // An input may hold itself.
    this.ofInputs.set(type, (value, path) => check(value, path));
    const checks = Object.values(type.getFields()).flatMap((field) => {
      const inner = this.checkOf(field.type, maxItemsOf(field));
      return inner === undefined ? [] : [{ name: field.name, inner }];
    });
    const check: Check = (value, path) => {
      if (typeof value !== 'object' || value === null) return;
      for (const { name, inner } of checks) inner((value as Record<string, unknown>)[name], `${path}.${name}`);
    };
    const own = checks.length === 0 ? undefined : check;
    this.ofInputs.set(type, own);
    return own;
  }
}

/** As the type of the items says, or the default. */
function mostItems(list: GraphQLInputType): number {
  return maxItemsOf(getNamedType(list)) ?? MOST_ITEMS;
}

function maxItemsOf({ extensions }: { readonly extensions: object }, argument?: string): number | undefined {
  if (!('maxItems' in extensions)) return undefined;
  const { maxItems } = extensions as { readonly maxItems: number | Readonly<Record<string, number>> };
  if (argument === undefined) return typeof maxItems === 'number' ? maxItems : undefined;
  return typeof maxItems === 'number' ? undefined : maxItems[argument];
}
