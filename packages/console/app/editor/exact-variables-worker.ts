import { Kind, parse } from 'graphql';
import type { worker } from 'monaco-editor';
import { GraphQLWorker } from 'monaco-graphql/esm/GraphQLWorker.js';
import type { ICreateData, SchemaConfig } from 'monaco-graphql/esm/typings/index.js';
import { type JsonSchema, withoutRequiredDefaults } from './variables-schema';

/**
 * The language worker of GraphiQL, which also says which variables are right. By itself it takes a custom scalar for a
 * string, number or boolean and demands what has a default, so it would underline what the server takes.
 */
export class ExactVariablesWorker extends GraphQLWorker {
  constructor(
    private readonly context: worker.IWorkerContext,
    createData: ICreateData,
  ) {
    const { languageConfig } = createData;
    const schemas = languageConfig.schemas?.map(withOpenScalars);
    super(context, { ...createData, languageConfig: { ...languageConfig, ...(schemas && { schemas }) } });
  }

  override async doGetVariablesJSONSchema(uri: string): Promise<unknown> {
    const schema = (await super.doGetVariablesJSONSchema(uri)) as JsonSchema | null;
    const document = this.context.getMirrorModels().find((model) => model.uri.toString() === uri);
    return schema === null || document === undefined ? schema : withoutRequiredDefaults(schema, document.getValue());
  }
}

/** Only the server knows what a custom scalar may be, so any JSON may. */
function withOpenScalars(config: SchemaConfig): SchemaConfig {
  const scalars = parse(config.documentString ?? 'scalar Empty').definitions.filter(
    (definition) => definition.kind === Kind.SCALAR_TYPE_DEFINITION,
  );
  return { ...config, customScalarSchemas: Object.fromEntries(scalars.map(({ name }) => [name.value, anyJson()])) };
}

/** With the types by name: where null is allowed, GraphiQL adds it to their list. */
function anyJson(): NonNullable<SchemaConfig['customScalarSchemas']>[string] {
  return { type: ['string', 'number', 'boolean', 'object', 'array'] };
}
