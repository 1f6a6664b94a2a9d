import { defaultFieldResolver, type GraphQLSchema, getNullableType, isListType, isObjectType } from 'graphql';
import { Turns } from '../../turns/turns.js';

/** Items that are completed at once. */
const SLICE = 50;
const SHORT = 100;

/**
 * Lets others be served while lists are completed: graphql-js would go through all that a request asks for at once. It waits for lists and for items
 * that are promises; so a list becomes one where this turn of the event loop is over, and of a long one the items beyond the first slice do.
 */
export function sliceLists(schema: GraphQLSchema): void {
  // Of all requests: those that are answered together would each hold the event loop for a slice.
  const turns = new Turns();
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      if (!isListType(getNullableType(field.type))) continue;
      const { resolve = defaultFieldResolver } = field;
      field.resolve = (source, args, context, info) => {
        const list: unknown = resolve(source, args, context, info);
        return list instanceof Promise ? list.then((items) => sliced(items, turns)) : sliced(list, turns);
      };
    }
  }
}

function sliced(list: unknown, turns: Turns): unknown {
  if (!Array.isArray(list) || list.length === 0) return list;
  if (turns.isOver) return turns.take().then(() => inSlices(list, turns));
  return inSlices(list, turns);
}

function inSlices(list: readonly unknown[], turns: Turns): readonly unknown[] {
  if (list.length <= SHORT) return list;
  let ready = Promise.resolve();
  return list.map((item, index) => {
    if (index < SLICE) return item;
    if (index % SLICE === 0) ready = ready.then(() => turns.take());
    return ready.then(() => item);
  });
}
