import { Extensions } from 'type-graphql';

/** Which method of which resolver gives the events of a subscription. */
export interface SubscribedField {
  readonly resolver: unknown;
  readonly method: string;
}

/** On a subscription: `method` of its resolver is called with the arguments and the context, and gives the events. */
export function SubscribedBy(method: string): MethodDecorator {
  return (target, property, descriptor) => {
    const subscribed: SubscribedField = { resolver: target.constructor, method };
    return Extensions({ subscribed })(target, property, descriptor);
  };
}

/** TypeGraphQL asks for a function that knows no resolver; the schema puts the method in its place. */
export function subscribedElsewhere(): never {
  throw new Error('a subscription is given its events by the method that SubscribedBy names');
}
