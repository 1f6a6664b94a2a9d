import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  OperationTypeNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { type IsShort, quickDocument } from './quick-documents.js';

/** Longer documents, and such as hold more, are for others, whatever they ask: looking at one must cost nothing that counts. */
const LONGEST = 8_192;
const MOST_TOKENS = 1_000;
const MOST_FIELDS = 100;
const DEEPEST = 6;
/** Verdicts that are kept, and characters of their documents. */
const KEPT = 2_000;
const KEPT_CHARACTERS = 4_000_000;
/** A document that is kept as it was read takes so many times the memory of its text. */
const READ = 16;

type Field = GraphQLField<unknown, unknown>;

/** What a document is that this process answers: nothing but local fields, or one field that takes no time that counts. */
export type LocalDocument = 'local' | 'quick';

type Variables = Readonly<Record<string, unknown>>;

/** What is known of a document: quick ones are so while their answers are short. */
type Verdict = { readonly kind: LocalDocument | undefined; readonly isShort?: IsShort };

/**
 * Tells which documents a process answers that leaves the others to another one: those that ask for local fields alone, and quick ones. On the way
 * to a local field they may ask for scalars of single objects, such as the label of the deployment that they look up.
 */
export class LocalDocuments {
  private readonly verdicts = new LRUCache<string, Verdict>({
    max: KEPT,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: ({ isShort }, document) => (isShort === undefined ? 1 : READ) * document.length + 1,
  });

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly options: {
      readonly isLocal: (field: Field) => boolean;
      /** Whether quick documents are answered, too. */
      readonly quick: boolean;
    },
  ) {}

  /** Undefined: it is for others. */
  kindOf(document: unknown, variables: Variables = {}): LocalDocument | undefined {
    if (typeof document !== 'string' || document.length > LONGEST) return undefined;
    const { kind, isShort } = this.verdictOn(document);
    return isShort === undefined || isShort(variables) ? kind : undefined;
  }

  private verdictOn(document: string): Verdict {
    const known = this.verdicts.get(document);
    if (known !== undefined) return known;
    const verdict = this.judge(document);
    this.verdicts.set(document, verdict);
    return verdict;
  }

  private judge(text: string): Verdict {
    try {
      const document = parse(text, { maxTokens: MOST_TOKENS, noLocation: true });
      if (new Walk(this.schema, this.options.isLocal, document).isLocal()) return { kind: 'local' };
      const isShort = this.options.quick ? quickDocument(this.schema, document) : undefined;
      return isShort === undefined ? { kind: undefined } : { kind: 'quick', isShort };
    } catch {
      // Others will say what is wrong with it.
      return { kind: undefined };
    }
  }
}

class Walk {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();
  private fields = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly isLocalField: (field: Field) => boolean,
    private readonly document: DocumentNode,
  ) {
    for (const node of document.definitions)
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
  }

  isLocal(): boolean {
    const query = this.schema.getQueryType();
    const operations = this.document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
    return (
      query != null &&
      operations.length > 0 &&
      operations.every(
        ({ operation, selectionSet }) =>
          operation === OperationTypeNode.QUERY && this.leads(query.getFields(), selectionSet, 1),
      )
    );
  }

  /** Whether there is a local field below, and nothing but scalars beside it. */
  private leads(fields: Readonly<Record<string, Field>>, set: SelectionSetNode, depth: number): boolean {
    let found = false;
    for (const node of this.fieldsOf(set, depth)) {
      const field = fields[node.name.value];
      if (field === undefined) {
        if (node.name.value !== '__typename') return false;
      } else if (this.isLocalField(field)) {
        if (!this.isFlat(field, node, depth)) return false;
        found = true;
      } else if (isLeafType(getNamedType(field.type))) {
        // There are no scalars at the root but such as take work.
        if (depth === 1 || field.args.length > 0) return false;
      } else {
        const type = getNullableType(field.type);
        if (!isObjectType(type) || node.selectionSet === undefined) return false;
        if (!this.leads(type.getFields(), node.selectionSet, depth + 1)) return false;
        found = true;
      }
    }
    return found;
  }

  /** What a local field gives may be asked for scalars, and for objects of scalars. */
  private isFlat({ type }: Field, { selectionSet }: FieldNode, depth: number, inner = false): boolean {
    const named = getNamedType(type);
    if (!isCompositeType(named) || selectionSet === undefined) return isLeafType(named);
    if (!isObjectType(named) || (isListType(getNullableType(type)) && !inner)) return false;
    const fields = named.getFields();
    return this.fieldsOf(selectionSet, depth + 1).every((node) => {
      const field = fields[node.name.value];
      if (field === undefined) return node.name.value === '__typename';
      if (field.args.length > 0) return false;
      return isLeafType(getNamedType(field.type)) || (!inner && this.isFlat(field, node, depth + 1, true));
    });
  }

  /** The fields of a selection with its fragments written out. Throws where that is more than is looked at. */
  private fieldsOf(set: SelectionSetNode, depth: number): FieldNode[] {
    if (depth > DEEPEST) throw new Error('too deep');
    return set.selections.flatMap((node) => {
      if (++this.fields > MOST_FIELDS) throw new Error('too many fields');
      if (node.kind === Kind.FIELD) return [node];
      if (node.kind === Kind.INLINE_FRAGMENT) return this.fieldsOf(node.selectionSet, depth + 1);
      const fragment = this.fragments.get(node.name.value);
      return fragment === undefined ? [] : this.fieldsOf(fragment.selectionSet, depth + 1);
    });
  }
}
