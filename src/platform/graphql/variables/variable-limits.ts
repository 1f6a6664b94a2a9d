import type { ApolloServerPlugin } from '@apollo/server';
import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  OperationTypeNode,
  typeFromAST,
} from 'graphql';
import { badInput, type HeadwaterError } from '../../errors.js';
import { didYouMean, nearNames } from '../../text/did-you-mean.js';
import { requestError } from '../error-format.js';
import { itemsOf, tooManyItems } from '../limits/list-limits.js';
import { ReadVariables } from './read-variables.js';

/** Of a variable that is a list itself; what it is given to may take fewer. */
const MOST_ITEMS = 10_000;

/**
 * Looks at lists and fields of variables before graphql-js does, which says of up to fifty unknown fields what the whole object is: fifty times the
 * body. Those of mutations, whose lists are long, it reads as well.
 */
export function variableLimits(schema: GraphQLSchema): ApolloServerPlugin {
  const reading = new ReadVariables(schema);
  return {
    async requestDidStart() {
      return {
        async didResolveOperation(context) {
          const { document, operation, request } = context;
          if (operation == null || request.variables == null) return;
          const isMutation = operation.operation === OperationTypeNode.MUTATION;
          const read = isMutation ? reading.read(document, operation, request.variables) : undefined;
          if (read !== undefined) {
            // What Apollo has executed next.
            Object.assign(context, { document: read.document });
            request.variables = read.variables;
            return;
          }
          try {
            checkVariables(schema, operation, request.variables);
          } catch (error) {
            throw requestError(error);
          }
        },
      };
    },
  };
}

/** Throws BAD_USER_INPUT for a list that is too long, and for a field that an input doesn't have. */
export function checkVariables(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void {
  for (const { variable, type: node } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const value = variables[name];
    if (typeof value !== 'object' || value === null) continue;
    const type = typeFromAST(schema, node);
    if (type !== undefined && isInputType(type)) check(type, value, `$${name}`, MOST_ITEMS);
  }
}

function check(type: GraphQLInputType, value: unknown, path: string, most: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (isNonNullType(type)) check(type.ofType, value, path, most);
  else if (isInputObjectType(type)) checkObject(type, value, path);
  else if (isListType(type) && Array.isArray(value)) {
    if (value.length > most) throw tooManyItems(path, value.length, most);
    for (const [index, item] of value.entries())
      if (typeof item === 'object') check(type.ofType, item, `${path}[${index}]`, most);
  }
}

function checkObject(type: GraphQLInputObjectType, value: object, path: string): void {
  const fields = type.getFields();
  for (const [name, inner] of Object.entries(value)) {
    const field = fields[name];
    if (field === undefined) throw unknownField(type, name, path);
    check(field.type, inner, `${path}.${name}`, itemsOf(field));
  }
}

function unknownField(type: GraphQLInputObjectType, name: string, path: string): HeadwaterError {
  const known = Object.keys(type.getFields());
  const found = name.slice(0, 80);
  return badInput(
    `${path} has ${JSON.stringify(found)}, which ${type.name} doesn't take.${didYouMean(nearNames(name, known))} It takes ${known.join(', ')}.`,
    { field: path, found, expected: known },
  );
}
