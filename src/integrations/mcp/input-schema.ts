import {
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What JSON writes the scalars of GraphQL as; one that isn't here may be anything, which its description tells. */
const SCALARS: Readonly<Record<string, JsonSchema>> = {
  ID: { type: 'string' },
  String: { type: 'string' },
  Ref: { type: 'string' },
  DateTime: { type: 'string', format: 'date-time' },
  Int: { type: 'integer' },
  Float: { type: 'number' },
  Boolean: { type: 'boolean' },
  EntityKey: { type: 'object' },
  EntityKeys: { type: 'array', items: { type: 'object' } },
  SpineRows: { type: 'array', items: { type: 'object' } },
};

/** The variables of an operation as JSON Schema: what may be given, with what the GraphQL schema says of it and one example of each. */
export function inputSchemaOf(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  examples: Readonly<Record<string, unknown>>,
): JsonSchema {
  const definitions = new Map<string, JsonSchema>();
  const properties: Record<string, JsonSchema> = {};
  const required: string[] = [];
  for (const { variable, type, defaultValue } of variableDefinitions) {
    const name = variable.name.value;
    const found = typeFromAST(schema, type) as GraphQLInputType | undefined;
    if (found === undefined) throw new Error(`$${name} has a type that the schema does not know.`);
    if (isNonNullType(found) && defaultValue === undefined) required.push(name);
    properties[name] = {
      ...schemaOf(found, definitions),
      ...describe(getNamedType(found)),
      ...(Object.hasOwn(examples, name) && { examples: [examples[name]] }),
    };
  }
  return {
    type: 'object',
    properties,
    required,
    additionalProperties: false,
    ...(definitions.size > 0 && { $defs: Object.fromEntries(definitions) }),
  };
}

function schemaOf(type: GraphQLInputType, definitions: Map<string, JsonSchema>): JsonSchema {
  if (isNonNullType(type)) return schemaOf(type.ofType, definitions);
  if (isListType(type)) return { type: 'array', items: schemaOf(type.ofType, definitions) };
  if (isEnumType(type)) return { type: 'string', enum: type.getValues().map(({ name }) => name) };
  if (!isInputObjectType(type)) return SCALARS[type.name] ?? {};
  if (!definitions.has(type.name)) {
    // Known before its fields are read, for some have fields of its own type.
    definitions.set(type.name, {});
    const fields = Object.values(type.getFields());
    definitions.set(type.name, {
      type: 'object',
      properties: Object.fromEntries(
        fields.map(({ name, type: of, description }) => [name, { ...schemaOf(of, definitions), description }]),
      ),
      required: fields.filter(isRequiredInputField).map(({ name }) => name),
      additionalProperties: false,
    });
  }
  return { $ref: `#/$defs/${type.name}` };
}

function describe({ description }: GraphQLNamedInputType): JsonSchema {
  return description == null ? {} : { description };
}
