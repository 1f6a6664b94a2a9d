import type { GraphQLEnumValueConfigMap, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { GraphQLEnumType, isEnumType, lexicographicSortSchema, printSchema } from 'graphql';
import { buildSchema, getMetadataStorage, type NonEmptyArray } from 'type-graphql';
import type { DirectField } from './direct.js';
import { askFewAtOnce } from './few-at-once.js';
import { limitLists } from './limits/list-limits.js';
import { sliceLists } from './lists/sliced-lists.js';
import { DateTime } from './scalars/date-time.scalar.js';
import { type SubscribedField, subscribedElsewhere } from './subscribed-by.js';

export interface SchemaParts {
  readonly description: string;
  readonly resolvers: readonly object[];
  /** Types that implement an interface, and that no field need name. */
  readonly types: readonly object[];
  /** The values of the enums that the code declares without any. */
  readonly enums: Readonly<Record<string, GraphQLEnumValueConfigMap>>;
}

/** Builds the executable schema from resolver instances: the container is a look-up in the list that is given. */
export async function buildGraphqlSchema({
  description,
  resolvers,
  types,
  enums,
}: SchemaParts): Promise<GraphQLSchema> {
  const classes = resolvers.map((resolver) => resolver.constructor as new (...parameters: never[]) => object);
  const instances = new Map<unknown, unknown>(resolvers.map((resolver) => [resolver.constructor, resolver]));
  readFieldsSimply();
  const schema = await buildSchema({
    resolvers: classes as unknown as NonEmptyArray<(typeof classes)[number]>,
    container: { get: (someClass) => instances.get(someClass) },
    orphanedTypes: types as (new () => object)[],
    scalarsMap: [{ type: Date, scalar: DateTime }],
    // Use cases check their input and name the value; a second, general check would cost every lookup.
    validate: false,
    pubSub: NOBODY,
    // It asks the schema about itself to find what graphql-js finds before the first answer, at twice the cost of building it.
    skipCheck: true,
  });
  // TypeGraphQL describes everything but these three.
  schema.description = description;
  describeType(schema.getQueryType(), 'What can be asked.');
  describeType(
    schema.getMutationType(),
    'What can be changed. Each mutation takes one input and happens wholly or not at all.',
  );
  describeType(
    schema.getSubscriptionType(),
    'What can be followed: by a WebSocket at /graphql, or server-sent events of /graphql/stream.',
  );
  for (const [name, values] of Object.entries(enums)) fillEnum(schema, name, values);
  callDirectly(schema, instances);
  nameEvents(schema, instances);
  limitLists(schema);
  sliceLists(schema);
  askFewAtOnce(schema);
  forgetBeforeMutations(schema);
  return schema;
}

/** Decorators are evaluated once for all schemas of a process, and what an enum holds may differ between them. */
function fillEnum(schema: GraphQLSchema, name: string, values: GraphQLEnumValueConfigMap): void {
  const type = schema.getType(name);
  if (!isEnumType(type)) throw new Error(`the schema has no enum ${name}`);
  Object.assign(type, new GraphQLEnumType({ ...type.toConfig(), values }));
}

type DirectMethod = (given: unknown, context: unknown, info: GraphQLResolveInfo) => unknown;

/** Queries are given their arguments; a mutation has one, its input. */
function callDirectly(schema: GraphQLSchema, instances: ReadonlyMap<unknown, unknown>): void {
  const call = (type: GraphQLObjectType | null | undefined, givenOf: (args: Record<string, unknown>) => unknown) => {
    for (const field of Object.values(type?.getFields() ?? {})) {
      const { direct } = field.extensions as { direct?: DirectField };
      if (direct === undefined) continue;
      const owner = instances.get(direct.resolver) as Record<string | symbol, DirectMethod>;
      field.resolve = (_root, args, context, info) => owner[direct.method]?.(givenOf(args), context, info);
    }
  };
  call(schema.getQueryType(), (args) => args);
  call(schema.getMutationType(), ({ input }) => input);
}

/** TypeGraphQL wants a broker wherever there are subscriptions. Ours are given their events by methods. */
const NOBODY = {
  publish: () => undefined,
  subscribe: () => subscribedElsewhere(),
};

type EventsMethod = (args: unknown, context: unknown) => unknown;

/** Subscriptions have their events from methods of their resolvers. */
function nameEvents(schema: GraphQLSchema, instances: ReadonlyMap<unknown, unknown>): void {
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    const { subscribed } = field.extensions as { subscribed?: SubscribedField };
    if (subscribed === undefined) throw new Error(`nobody gives the events of ${field.name}`);
    const owner = instances.get(subscribed.resolver) as Record<string, EventsMethod>;
    field.subscribe = (_root, args, context) => owner[subscribed.method]?.(args, context);
  }
}

/** Fields without a resolver of their own are read by graphql-js itself; TypeGraphQL would wrap each in functions and promises. */
function readFieldsSimply(): void {
  for (const type of getMetadataStorage().objectTypes) type.simpleResolvers ??= true;
}

/** What a request has loaded so far. */
export interface ForgetfulContext {
  /** Throws once nobody waits for the answer. */
  requireWaiting(): void;
  /** Drops everything loaded, so that it is read anew. */
  forget(): void;
}

/** Mutations of one request run one after the other; none may see what was loaded before another one wrote. */
function forgetBeforeMutations(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const { resolve } = field;
    if (resolve === undefined) continue;
    field.resolve = (source, args, context: ForgetfulContext, info) => {
      // The client has its answer: what it was told may have happened must not begin now.
      context.requireWaiting();
      context.forget();
      return resolve(source, args, context, info);
    };
  }
}

function describeType(type: GraphQLObjectType | null | undefined, description: string): void {
  if (type != null) type.description = description;
}

/** The schema as text, sorted, as it is committed. */
export function printSortedSchema(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}
