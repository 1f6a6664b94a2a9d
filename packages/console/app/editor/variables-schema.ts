import { Kind, parse } from 'graphql';

/** What is needed of the JSON schema that the language service makes of an operation's variables. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

/** `schema` without demanding what may be left out: a variable or an input's field with a default. */
export function withoutRequiredDefaults(schema: JsonSchema, document: string): JsonSchema {
  const optional = variablesWithDefault(document);
  return {
    ...schema,
    required: (schema.required ?? []).filter((name) => !optional.has(name)),
    definitions: Object.fromEntries(
      Object.entries(schema.definitions ?? {}).map(([name, input]) => [name, withoutFieldsWithDefault(input)]),
    ),
  };
}

function withoutFieldsWithDefault(input: JsonSchema): JsonSchema {
  const hasDefault = (name: string) => 'default' in (input.properties?.[name] ?? {});
  return { ...input, required: (input.required ?? []).filter((name) => !hasDefault(name)) };
}

/** Draws on a document that the language service could parse. */
function variablesWithDefault(document: string): ReadonlySet<string> {
  const variables = parse(document).definitions.flatMap((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [],
  );
  return new Set(
    variables.filter(({ defaultValue }) => defaultValue !== undefined).map(({ variable }) => variable.name.value),
  );
}
