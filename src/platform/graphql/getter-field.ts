import { Field, type FieldOptions } from 'type-graphql';

/**
 * Field() for a getter: graphql-js reads it like any property. Field() itself takes a getter for a
 * method and wraps it in a resolver, which takes longer than most getters do.
 */
export function GetterField(type: () => object, options: FieldOptions): MethodDecorator {
  // Without the descriptor, which is what tells Field() that it isn't a plain property.
  return (target, name) => Field(type, options)(target, name);
}
