import { defaultFieldResolver, type GraphQLSchema, getNullableType, isListType, isObjectType } from 'graphql';
import { Turns } from '../turns.js';

/** Items that are completed at once. */
const SLICE = 50;
const SHORT = 200;

/**
 * Lets others be served while long lists are completed: graphql-js would go through all that a request asks for at once. It waits for items that
 * are promises; so those beyond the first slice become promises, which are kept slice by slice.
 */
export function sliceLists(schema: GraphQLSchema): void {
  const turnsOf = new WeakMap<object, Turns>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (!isListType(getNullableType(field.type))) continue;
      const { resolve = defaultFieldResolver } = field;
      field.resolve = (source, args, context: object, info) => {
        const list: unknown = resolve(source, args, context, info);
        return list instanceof Promise ? list.then((items) => sliced(items, context)) : sliced(list, context);
      };
    }
  }

  function sliced(list: unknown, context: object): unknown {
    if (!Array.isArray(list) || list.length <= SHORT) return list;
    // All lists of a request take the same turns.
    const turns = turnsOf.get(context) ?? new Turns();
    turnsOf.set(context, turns);
    let ready = Promise.resolve();
    return list.map((item, index) => {
      if (index < SLICE) return item;
      if (index % SLICE === 0) ready = ready.then(() => (turns.isOver ? turns.next() : undefined));
      return ready.then(() => item);
    });
  }
}
