import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { type StubDocument, stubValue } from './stub-documents.js';

/** A document and its variables, all of which are what is asked for. */
export interface ProbeDocument extends StubDocument {
  readonly variables: readonly string[];
}

/** Types and the variables of them: a document that is sent a thousand times is read once. */
const NAMING: Readonly<Record<string, string>> = { Ref: 'ref', ID: 'id', String: 'string' };
/** Of what may be left out: what is a reference. */
const REFERRING = ['Ref', 'ID'];

/** For every query and mutation and each place where it may name something a document that has that place, and what else it needs. */
export function probeDocuments(schema: GraphQLSchema): ProbeDocument[] {
  const documentsOf = (kind: 'query' | 'mutation', fields: Record<string, GraphQLField<unknown, unknown>> = {}) =>
    Object.values(fields).flatMap(({ name, args, type }) => {
      const selection = isLeafType(getNamedType(type)) ? '' : ' { __typename }';
      return variantsOfAll(args).map((given): ProbeDocument => {
        const types = Object.keys(NAMING).filter((type) => given.includes(variableOf(type)));
        const declared = types.map((type) => `${variableOf(type)}: ${type}!`).join(', ');
        const text = `${kind} (${declared}) { ${name}(${given})${selection} }`;
        return { kind, name, text, variables: types.map((type) => variableOf(type).slice(1)) };
      });
    });
  return [
    ...documentsOf('query', schema.getQueryType()?.getFields()),
    ...documentsOf('mutation', schema.getMutationType()?.getFields()),
  ].filter(({ variables }) => variables.length > 0);
}

/** What is needed, with one after the other of its variants; then with each of what may be left out and refers to something. */
function variantsOfAll(inputs: readonly (GraphQLArgument | GraphQLInputField)[]): string[] {
  const needed = inputs.filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
  const variants = new Map(needed.map((input) => [input.name, variantsOf(input.type)]));
  const written = (chosen: string, value: string) =>
    [...variants]
      .map(([name, [first = '']]) => `${name}: ${name === chosen ? value : first}`)
      .concat(variants.has(chosen) || chosen === '' ? [] : [`${chosen}: ${value}`])
      .join(', ');
  const others = inputs.filter(
    (input) => !variants.has(input.name) && REFERRING.includes(getNamedType(input.type).name),
  );
  return [
    written('', ''),
    ...[...variants].flatMap(([name, [, ...more]]) => more.map((value) => written(name, value))),
    ...others.map(({ name, type }) => written(name, variantsOf(type)[0] ?? '')),
  ];
}

function variantsOf(type: GraphQLInputType): string[] {
  if (isNonNullType(type)) return variantsOf(type.ofType as GraphQLInputType);
  if (isListType(type)) return variantsOf(type.ofType as GraphQLInputType).map((value) => `[${value}]`);
  if (isInputObjectType(type)) return variantsOfAll(Object.values(type.getFields())).map((fields) => `{${fields}}`);
  const { name } = getNamedType(type);
  return [name in NAMING ? variableOf(name) : stubValue(type)];
}

function variableOf(type: string): string {
  return `$${NAMING[type]}`;
}
