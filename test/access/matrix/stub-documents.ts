import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

export interface StubDocument {
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly name: string;
  readonly text: string;
}

/** For every query, mutation and subscription that there is a document which the schema takes: made of the schema, so that none is forgotten. */
export function stubDocuments(schema: GraphQLSchema): StubDocument[] {
  const documentsOf = (kind: StubDocument['kind'], fields: Record<string, GraphQLField<unknown, unknown>> = {}) =>
    Object.values(fields).map((field) => ({ kind, name: field.name, text: `${kind} { ${stubField(field)} }` }));
  return [
    ...documentsOf('query', schema.getQueryType()?.getFields()),
    ...documentsOf('mutation', schema.getMutationType()?.getFields()),
    ...documentsOf('subscription', schema.getSubscriptionType()?.getFields()),
  ];
}

/** A field with what it needs, and what is asked of it where it is no leaf. */
export function stubField({ name, args, type }: GraphQLField<unknown, unknown>, selected = '__typename'): string {
  const needed = args.filter((arg: GraphQLArgument) => isRequiredArgument(arg));
  const given = needed.map((arg) => `${arg.name}: ${stubValue(arg.type)}`).join(', ');
  const selection = isLeafType(getNamedType(type)) ? '' : ` { ${selected} }`;
  return `${name}${given === '' ? '' : `(${given})`}${selection}`;
}

export function stubValue(type: GraphQLInputType): string {
  if (isNonNullType(type)) return stubValue(type.ofType as GraphQLInputType);
  if (isListType(type)) return `[${stubValue(type.ofType as GraphQLInputType)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) {
    const fields = Object.values(type.getFields()).filter((field) => isRequiredInputField(field));
    return `{${fields.map((field) => `${field.name}: ${stubValue(field.type)}`).join(', ')}}`;
  }
  return STUBS[getNamedType(type).name] ?? '"nothing"';
}

const STUBS: Readonly<Record<string, string>> = {
  Int: '1',
  SafeInt: '1',
  Float: '1',
  Boolean: 'true',
  DateTime: '"2026-01-01T00:00:00Z"',
  JSON: '{}',
  JSONObject: '{}',
  EntityKeys: '[]',
  EntityKey: '{}',
  EntityKeyInput: '{}',
  SpineRows: '[]',
  FeatureRows: '[]',
};
