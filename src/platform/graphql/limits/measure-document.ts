import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { badInput, HeadwaterError } from '../../errors.js';

export interface SelectionLimits {
  /** Fields on the way from the operation to a value. */
  readonly depth: number;
  readonly aliases: number;
}

/** Fields of a document once its fragments are written out; they grow with two to the power of the fragments. */
const MAX_SELECTIONS = 20_000;
/** Pairs of fields under one name in one place: each pair is compared, and what they hold as well. */
const MAX_PAIRS = 2_000;
/** What code generators ask is deeper than other queries; it reads no data. */
const INTROSPECTION_DEPTH = 30;

/**
 * Goes through a document as it would be executed, fields of one name in one place together. Throws TOO_COMPLEX at the first limit that it passes,
 * BAD_USER_INPUT for a fragment that holds itself: nothing that comes later would be bounded.
 */
export function measureDocument(document: DocumentNode, limits: SelectionLimits): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  refuseCycles(fragments);
  const measure = new Measure(fragments, limits);
  for (const node of document.definitions) if (node.kind === Kind.OPERATION_DEFINITION) measure.add(node.selectionSet);
  // Validation looks at those that no operation spreads, too.
  for (const [name, node] of fragments) if (!measure.reached.has(name)) measure.add(node.selectionSet);
}

class Measure {
  readonly reached = new Set<string>();
  private selections = 0;
  private pairs = 0;
  private aliases = 0;

  constructor(
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
    private readonly limits: SelectionLimits,
  ) {}

  add(root: SelectionSetNode): void {
    this.aliases = 0;
    this.walk([root], 1, this.limits.depth);
  }

  private walk(sets: readonly SelectionSetNode[], depth: number, deepest: number): void {
    if (depth > deepest)
      throw tooComplex(`The query nests deeper than ${deepest} levels; ask in several steps.`, deepest);
    const fields = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    for (const set of sets) this.collect(set, fields, spread);
    for (const [name, nodes] of fields) {
      this.pairs += (nodes.length * (nodes.length - 1)) / 2;
      if (this.pairs > MAX_PAIRS)
        throw tooComplex(
          `The query asks for "${name}" ${nodes.length} times in one place; ask for it once.`,
          MAX_PAIRS,
        );
      const inner = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      const introspects = depth === 1 && nodes[0]?.name.value.startsWith('__') === true;
      if (inner.length > 0) this.walk(inner, depth + 1, introspects ? Math.max(deepest, INTROSPECTION_DEPTH) : deepest);
    }
  }

  private collect(set: SelectionSetNode, fields: Map<string, FieldNode[]>, spread: Set<string>): void {
    for (const selection of set.selections) {
      if (++this.selections > MAX_SELECTIONS) {
        throw tooComplex(
          `The document has more than ${MAX_SELECTIONS} fields once its fragments are written out; ask for less at a time.`,
          MAX_SELECTIONS,
        );
      }
      if (selection.kind === Kind.FIELD) this.collectField(selection, fields);
      else if (selection.kind === Kind.INLINE_FRAGMENT) this.collect(selection.selectionSet, fields, spread);
      else {
        const name = selection.name.value;
        const fragment = this.fragments.get(name);
        if (fragment === undefined || spread.has(name)) continue;
        spread.add(name);
        this.reached.add(name);
        this.collect(fragment.selectionSet, fields, spread);
      }
    }
  }

  private collectField(field: FieldNode, fields: Map<string, FieldNode[]>): void {
    const { aliases } = this.limits;
    if (field.alias !== undefined && ++this.aliases > aliases)
      throw tooComplex(`The query has more than ${aliases} aliases; ask in several requests.`, aliases);
    const name = (field.alias ?? field.name).value;
    const others = fields.get(name);
    if (others === undefined) fields.set(name, [field]);
    else others.push(field);
  }
}

function refuseCycles(fragments: ReadonlyMap<string, FragmentDefinitionNode>): void {
  const done = new Map<string, boolean>();
  const follow = (name: string): void => {
    const node = fragments.get(name);
    if (node === undefined || done.get(name) === true) return;
    if (done.has(name)) throw badInput(`The fragment "${name}" spreads itself; leave that out.`, { found: name });
    done.set(name, false);
    for (const spread of spreadsOf(node)) follow(spread);
    done.set(name, true);
  };
  for (const name of fragments.keys()) follow(name);
}

function spreadsOf(fragment: FragmentDefinitionNode): string[] {
  const names: string[] = [];
  visit(fragment, { FragmentSpread: ({ name }) => void names.push(name.value) });
  return names;
}

function tooComplex(message: string, expected: number): HeadwaterError {
  return new HeadwaterError('TOO_COMPLEX', message, { expected });
}
