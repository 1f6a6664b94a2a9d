import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionNode,
  type SelectionSetNode,
  TypeMetaFieldDef,
  type ValueNode,
} from 'graphql';
import { DEFAULT_PAGE } from '../../database/keyset.js';

/** What decides the cost of an operation. */
export interface CostQuestion {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface QueryCost {
  /** Fields that the answer may have. */
  readonly fields: number;
  /** The same of what it asks about the schema, which reads no data; a mere figure to compare by. */
  readonly introspection: number;
  /** Whether other variables could make it another. */
  readonly varies: boolean;
}

/**
 * How many fields an operation may return: a list counts what it holds as often as its `first`, `limit` or `ids` say, or the argument above it that lists what it has. Values are read as they
 * are written; one of the wrong type counts as none, for execution is to refuse it. Each fragment is counted once, however often it is spread.
 */
export function costOf(question: CostQuestion): QueryCost {
  const counter = new CostCounter(question);
  const root = question.schema.getRootType(question.operation.operation);
  const fields = root == null ? 0 : counter.ofSet(question.operation.selectionSet, root);
  return { fields, introspection: counter.introspection, varies: counter.varies };
}

class CostCounter {
  varies = false;
  introspection = 0;
  private readonly costs = new Map<FieldNode | undefined, Map<string, number>>();
  /** The field whose selection this is, where lists in it may be as long as one of its arguments. */
  private above: { readonly node: FieldNode; readonly field: Field } | undefined;

  constructor(private readonly question: CostQuestion) {}

  /** An answer has one type in each place, so of several types the dearest counts. */
  ofSet(set: SelectionSetNode, parent: GraphQLNamedType): number {
    let common = 0;
    const ofType = new Map<string, number>();
    for (const selection of set.selections) {
      if (this.isLeftOut(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        common += this.ofField(selection, parent);
        continue;
      }
      const [condition, cost] = this.ofFragment(selection, parent);
      if (condition === parent || condition === undefined) common += cost;
      else for (const name of this.typesWithin(condition)) ofType.set(name, (ofType.get(name) ?? 0) + cost);
    }
    return bounded(common + Math.max(0, ...ofType.values()));
  }

  private ofFragment(
    selection: Exclude<SelectionNode, FieldNode>,
    parent: GraphQLNamedType,
  ): [GraphQLNamedType | undefined, number] {
    const { schema, fragments } = this.question;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const { typeCondition, selectionSet } = selection;
      const type = typeCondition === undefined ? parent : schema.getType(typeCondition.name.value);
      return [type, type === undefined ? 0 : this.ofSet(selectionSet, type)];
    }
    const fragment = fragments.get(selection.name.value);
    const type = fragment === undefined ? undefined : schema.getType(fragment.typeCondition.name.value);
    if (fragment === undefined || type === undefined) return [undefined, 0];
    // What it holds may be as long as the field above it says.
    const costs = this.costsBelow(this.above?.node);
    const cost = costs.get(fragment.name.value) ?? this.ofSet(fragment.selectionSet, type);
    costs.set(fragment.name.value, cost);
    return [type, cost];
  }

  /** Of fragments, by their names. */
  private costsBelow(node: FieldNode | undefined): Map<string, number> {
    const known = this.costs.get(node) ?? new Map<string, number>();
    this.costs.set(node, known);
    return known;
  }

  private ofField(node: FieldNode, parent: GraphQLNamedType): number {
    const field = this.fieldOf(node.name.value, parent);
    if (field === undefined) return 1;
    const type = getNamedType(field.type);
    if (node.selectionSet === undefined || !isCompositeType(type)) return 1;
    const cost = this.priceOf(node, field, parent, this.ofSelection(node, field, node.selectionSet, type));
    if (!field.name.startsWith('__')) return cost;
    this.introspection += cost;
    return 1;
  }

  /** The selection of a field. */
  private ofSelection(node: FieldNode, field: Field, set: SelectionSetNode, type: GraphQLNamedType): number {
    const { above } = this;
    this.above = field.args.some(({ name }) => LISTING.has(name)) ? { node, field } : undefined;
    const cost = this.ofSet(set, type);
    this.above = above;
    return cost;
  }

  private fieldOf(name: string, parent: GraphQLNamedType): Field | undefined {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
    return 'getFields' in parent ? (parent.getFields()[name] as Field | undefined) : undefined;
  }

  /** A field may say its own price. */
  private priceOf(node: FieldNode, field: Field, parent: GraphQLNamedType, childComplexity: number): number {
    const args = this.sizesOf(node, field);
    const { complexity } = field.extensions;
    if (isPrice(complexity)) return bounded(complexity({ args, childComplexity }));
    if (parent.name.startsWith('__'))
      return 1 + (isListType(getNullableType(field.type)) ? INTROSPECTED_LIST : 1) * childComplexity;
    const unsaid = field.args.some(({ name }) => name === 'first') ? DEFAULT_PAGE : 1;
    const size = args.first ?? args.limit ?? args.ids ?? this.sizeFromAbove(field) ?? unsaid;
    return bounded(1 + Math.max(1, size) * childComplexity);
  }

  /** Of a list that is as long as an argument of the field above it. */
  private sizeFromAbove({ extensions }: Field): number | undefined {
    if (!('asManyAs' in extensions)) return undefined;
    const argument = this.above?.field.args.find(({ name }) => name === extensions.asManyAs);
    const items = this.above === undefined || argument === undefined ? null : this.valueOf(this.above.node, argument);
    if (!Array.isArray(items)) return DEFAULT_PAGE;
    return items.reduce<number>((sum, item) => sum + (isWholeSet(item) ? DEFAULT_PAGE : 1), 0);
  }

  private sizesOf(node: FieldNode, field: Field): Readonly<Record<string, number>> {
    const sizes: Record<string, number> = {};
    for (const argument of field.args) {
      if (!SIZES.has(argument.name)) continue;
      const value = this.valueOf(node, argument);
      const size = Array.isArray(value) ? value.length : value;
      if (typeof size === 'number' && size >= 0) sizes[argument.name] = size;
    }
    return sizes;
  }

  private valueOf(node: FieldNode, argument: GraphQLArgument): unknown {
    const given = node.arguments?.find(({ name }) => name.value === argument.name);
    return (given === undefined ? undefined : this.read(given.value)) ?? argument.defaultValue;
  }

  private read(value: ValueNode): unknown {
    switch (value.kind) {
      case Kind.INT:
        return Number(value.value);
      case Kind.BOOLEAN:
        return value.value;
      case Kind.LIST:
        return value.values;
      case Kind.VARIABLE: {
        this.varies = true;
        const { operation, variables } = this.question;
        const definition = operation.variableDefinitions?.find(
          ({ variable }) => variable.name.value === value.name.value,
        );
        const given = variables[value.name.value];
        if (given === undefined && definition?.defaultValue !== undefined) return this.read(definition.defaultValue);
        return given;
      }
      default:
        return undefined;
    }
  }

  /** By @skip or @include. */
  private isLeftOut({ directives = [] }: SelectionNode): boolean {
    return directives.some(({ name, arguments: given = [] }) => {
      const condition = given[0] === undefined ? undefined : this.read(given[0].value);
      return (name.value === 'skip' && condition === true) || (name.value === 'include' && condition === false);
    });
  }

  private typesWithin(type: GraphQLNamedType): readonly string[] {
    if (isAbstractType(type)) return this.question.schema.getPossibleTypes(type).map(({ name }) => name);
    return isObjectType(type) ? [type.name] : [];
  }
}

type Field = GraphQLField<unknown, unknown>;

const SIZES: ReadonlySet<string> = new Set(['first', 'limit', 'ids']);
/** What `asManyAs` among the extensions of a list may name: an argument of the field above it. */
const LISTING: ReadonlySet<string> = new Set(['features']);
/** Types of the schema, fields of a type, arguments of a field: what lists within lists come to is what counts. */
const INTROSPECTED_LIST = 10;

type Price = (asked: { readonly args: Readonly<Record<string, number>>; readonly childComplexity: number }) => number;

/** `name:*`, or so in a role, as a variable or in the document: nobody knows yet how many that are. */
function isWholeSet(item: unknown): boolean {
  const text = typeof item === 'object' && item !== null && 'value' in item ? item.value : item;
  return typeof text === 'string' && /:\*(~|$)/.test(text);
}

function isPrice(complexity: unknown): complexity is Price {
  return typeof complexity === 'function';
}

function bounded(cost: number): number {
  return Math.min(cost, Number.MAX_SAFE_INTEGER);
}
