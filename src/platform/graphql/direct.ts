import { Extensions } from 'type-graphql';

/** Which method of which resolver a field calls directly. */
export interface DirectField {
  readonly resolver: unknown;
  readonly method: string | symbol;
}

/**
 * On a query: graphql-js calls the method with the arguments, the context and the info; on a mutation with its input instead. TypeGraphQL makes an instance of the arguments and
 * several promises each time, which is a fifteenth of a lookup.
 */
export function Direct(): MethodDecorator {
  return (target, method, descriptor) => {
    const direct: DirectField = { resolver: target.constructor, method };
    return Extensions({ direct })(target, method, descriptor);
  };
}
