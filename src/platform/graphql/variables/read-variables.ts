import {
  type DocumentNode,
  GraphQLScalarType,
  type GraphQLSchema,
  isInputObjectType,
  Kind,
  type OperationDefinitionNode,
  type TypeNode,
  type VariableDefinitionNode,
} from 'graphql';
import { InputReaders, type Read } from './input-readers.js';

/** What graphql-js executes instead of what came. */
export interface ReadOperation {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** No name that a document can hold, so that no client can say that something was read. */
const ALREADY_READ = '%read';

interface Plan {
  readonly document: DocumentNode;
  readonly reads: readonly { readonly name: string; readonly read: Read }[];
}

/**
 * Reads the variables of operations that take inputs, before graphql-js does, and has it execute the same operation with variables of a type whose
 * values are taken as they are. The schema knows that type by its name alone: nobody sees it.
 */
export class ReadVariables {
  private readonly readers = new InputReaders();
  private readonly plans = new WeakMap<OperationDefinitionNode, Plan | 'none'>();

  constructor(private readonly schema: GraphQLSchema) {
    const read = new GraphQLScalarType({ name: 'AlreadyRead' });
    const getType = schema.getType.bind(schema);
    schema.getType = (name) => (name === ALREADY_READ ? read : getType(name));
  }

  /** Undefined where anything isn't plain: then graphql-js reads all of it, and says what is wrong. */
  read(
    document: DocumentNode,
    operation: OperationDefinitionNode,
    given: Readonly<Record<string, unknown>>,
  ): ReadOperation | undefined {
    const plan = this.planOf(document, operation);
    if (plan === 'none') return undefined;
    try {
      const variables = { ...given };
      for (const { name, read } of plan.reads) variables[name] = read(given[name]);
      return { document: plan.document, variables };
    } catch {
      return undefined;
    }
  }

  private planOf(document: DocumentNode, operation: OperationDefinitionNode): Plan | 'none' {
    let plan = this.plans.get(operation);
    if (plan === undefined) {
      plan = this.makePlan(document, operation);
      this.plans.set(operation, plan);
    }
    return plan;
  }

  /** Each variable has to be an input: of any other, how long it is would still have to be looked at. */
  private makePlan(document: DocumentNode, operation: OperationDefinitionNode): Plan | 'none' {
    const variables = operation.variableDefinitions ?? [];
    const reads = variables.flatMap(({ variable, type }) => {
      const read = this.readerOf(type);
      return read === undefined ? [] : [{ name: variable.name.value, read }];
    });
    if (reads.length === 0 || reads.length < variables.length) return 'none';
    const changed = { ...operation, variableDefinitions: variables.map(asRead) };
    const definitions = document.definitions.map((node) => (node === operation ? changed : node));
    return { document: { ...document, definitions }, reads };
  }

  private readerOf(node: TypeNode): Read | undefined {
    const named = node.kind === Kind.NON_NULL_TYPE ? node.type : node;
    const type = named.kind === Kind.NAMED_TYPE ? this.schema.getType(named.name.value) : undefined;
    return isInputObjectType(type) ? this.readers.of(type) : undefined;
  }
}

function asRead(definition: VariableDefinitionNode): VariableDefinitionNode {
  return { ...definition, type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: ALREADY_READ } } };
}
