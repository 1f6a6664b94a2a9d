import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Draw } from './draw.js';
import { inputValue, type World } from './graphql-values.js';
import { nastyJson, toJson } from './nasty-values.js';

const DEEPEST = 4;
const BROADEST = 6;

/** Builds one operation that the schema accepts, but for the values. */
class DocumentBuilder {
  private readonly declared: string[] = [];
  private readonly variables: Record<string, unknown> = {};

  constructor(
    private readonly draw: Draw,
    private readonly schema: GraphQLSchema,
    private readonly world: World,
  ) {}

  build(): { readonly query: string; readonly variables: Record<string, unknown> } {
    const mutation = this.draw.percent(45);
    const root = mutation ? this.schema.getMutationType() : this.schema.getQueryType();
    const fields = Object.values(root?.getFields() ?? {});
    const chosen = this.draw.list(this.draw.percent(80) ? 1 : 3, () => this.draw.oneOf(fields));
    const selection = chosen.map((field, index) => `r${index}: ${this.field(field, 0)}`).join(' ');
    const header = this.declared.length === 0 ? '' : `(${this.declared.join(', ')})`;
    return { query: `${mutation ? 'mutation' : 'query'} Fuzz${header} { ${selection} }`, variables: this.variables };
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const given = field.args.filter((arg) => isNonNullType(arg.type) || this.draw.percent(40));
    const args = given.length === 0 ? '' : `(${given.map((arg) => this.argument(arg)).join(', ')})`;
    return `${field.name}${args}${this.selection(field.type, depth + 1)}`;
  }

  private argument(arg: GraphQLArgument): string {
    const name = `v${this.declared.length}`;
    this.declared.push(`$${name}: ${arg.type}`);
    this.variables[name] = inputValue(this.draw, arg.type, this.world);
    return `${arg.name}: $${name}`;
  }

  private selection(output: GraphQLOutputType, depth: number): string {
    const type = getNamedType(output);
    if (isAbstractType(type)) {
      const possible = this.draw.oneOf(this.schema.getPossibleTypes(type));
      return ` { __typename ... on ${possible.name} { ${this.fieldsOf(possible, depth)} } }`;
    }
    return isObjectType(type) ? ` { ${this.fieldsOf(type, depth)} }` : '';
  }

  private fieldsOf(type: { getFields(): Record<string, GraphQLField<unknown, unknown>> }, depth: number): string {
    const fields = Object.values(type.getFields()).filter(
      (field) =>
        depth < DEEPEST || (!isObjectType(getNamedType(field.type)) && !isAbstractType(getNamedType(field.type))),
    );
    if (fields.length === 0) return '__typename';
    const chosen = this.draw.some(fields, BROADEST);
    return chosen.map((field, index) => `f${depth}_${index}: ${this.field(field, depth)}`).join(' ');
  }
}

/** The JSON body of one GraphQL request: mostly a valid document with nasty values, sometimes a damaged one. */
export function graphqlBody(draw: Draw, schema: GraphQLSchema, world: World): string {
  const { query, variables } = new DocumentBuilder(draw, schema, world).build();
  if (draw.percent(80)) return toJson({ query, variables });
  switch (draw.integer(1, 6)) {
    case 1:
      return toJson({ query: damaged(draw, query), variables });
    case 2:
      return toJson({
        query,
        variables: Object.fromEntries(Object.keys(variables).map((name) => [name, nastyJson(draw)])),
      });
    case 3:
      return toJson({ query: monstrous(draw), variables });
    case 4:
      return toJson({
        query,
        variables: nastyJson(draw),
        operationName: nastyJson(draw, 1),
        extensions: nastyJson(draw, 1),
      });
    case 5:
      return damaged(draw, toJson({ query, variables }));
    default:
      return toJson(nastyJson(draw));
  }
}

/** With a piece removed, doubled, or replaced. */
export function damaged(draw: Draw, text: string): string {
  const from = draw.integer(0, Math.max(0, text.length - 1));
  const to = Math.min(text.length, from + draw.integer(0, 40));
  const middle = draw.oneOf(['', text.slice(from, to).repeat(2), '{', '}', '"', '\\', '$', '@', '...', draw.text(5)]);
  return text.slice(0, from) + middle + text.slice(to);
}

/** Documents that cost much to parse, to validate or to answer. */
function monstrous(draw: Draw): string {
  const many = draw.oneOf([60, 1_000, 20_000]);
  return draw.oneOf([
    `{ ${'a '.repeat(many)} }`,
    `{ ${Array.from({ length: many }, (_, index) => `a${index}: __typename`).join(' ')} }`,
    `${'{ node(id: "x") '.repeat(many)}${'}'.repeat(many)}`,
    `{ ...f0 } ${Array.from({ length: many }, (_, index) => `fragment f${index} on Query { ...f${index + 1} }`).join(' ')}`,
    'fragment a on Query { ...b } fragment b on Query { ...a } { ...a }',
    `{ datasets { nodes { ${'versions { nodes { dataset { '.repeat(10)} id ${'} } } '.repeat(10)} } } }`,
    `{ __schema { types { ${'fields { type { '.repeat(8)} name ${'} } '.repeat(8)} } } }`,
    `query (${Array.from({ length: many }, (_, index) => `$v${index}: Int`).join(' ')}) { __typename }`,
    `{ search(text: "${'x'.repeat(many)}") { nodes { id } } }`,
    `{ __typename ${'@skip(if: false) '.repeat(many)} }`,
    `# ${'\u2028'.repeat(many)}\n{ __typename }`,
    `{ lineage(of: [${'"flights@1" '.repeat(many)}], depth: 1000, limit: 100000) { nodes { node { id } } } }`,
  ]);
}
