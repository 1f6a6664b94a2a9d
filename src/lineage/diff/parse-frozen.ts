import type { FrozenEdge, FrozenNode } from './frozen-graph.js';

export interface FrozenDocument {
  readonly nodes: readonly FrozenNode[];
  readonly edges: readonly FrozenEdge[];
  /** What its closure is without, where that was too large to be written down whole. */
  readonly leftOut?: string;
}

/** A document as it is kept, and how many nodes it has. */
export interface FrozenText {
  readonly document: string;
  readonly nodeCount: number;
}

/*  {"edges":[…],"nodes":[{"createdAt":…,"facts":{…},"id":"run_01…","kind":"RUN",…},{"createdAt":…}]}
 *
 *  Keys of canonical JSON are sorted: every node begins so, has its facts before its id, and quotes within a text are escaped.  */
const NODES = '"nodes":[';
const BEGIN = '{"createdAt":';
const END = '}]}';
const FACTS = ',"facts":';
const ID = ',"id":"';
const AFTER_ID = '","kind":"';

/**
 * Parses two frozen lineages that are compared. They have most of their nodes in common, to the letter: those are the same objects in both, so that
 * comparing them takes no time, and the facts of these, which are nearly all of the text, are parsed when somebody reads them. The texts are cut
 * where nodes end, as far as one can see without parsing.
 */
export function parseBoth(one: FrozenText, other: FrozenText): [FrozenDocument, FrozenDocument] {
  return parseBeside(one, other) ?? [parse(one.document), parse(other.document)];
}

const parse = (text: string): FrozenDocument => JSON.parse(text) as FrozenDocument;

/** Undefined where a fact that itself holds such objects was taken for nodes: then there are more of them than nodes. */
function parseBeside(one: FrozenText, other: FrozenText): [FrozenDocument, FrozenDocument] | undefined {
  const [first, second] = [cut(one), cut(other)];
  if (first === undefined || second === undefined) return undefined;
  const places = new Map(first.nodes.map((text, place) => [idIn(text), place]));
  /** Of each node of the second, where in the first the same text stands. */
  const sameAs = second.nodes.map((text) => {
    const place = places.get(idIn(text));
    return place !== undefined && first.nodes[place] === text ? place : undefined;
  });
  const shared = [...new Set(sameAs.filter((place) => place !== undefined))];
  try {
    const nodes = parseShared(shared.map((place) => first.nodes[place] ?? ''));
    const nodeAt = new Map(shared.map((place, index) => [place, nodes[index]]));
    return [
      { ...parse(`${first.rest}]}`), nodes: inOrder(first.nodes, (place) => nodeAt.get(place)) },
      { ...parse(`${second.rest}]}`), nodes: inOrder(second.nodes, (place) => nodeAt.get(sameAs[place] ?? -1)) },
    ];
  } catch {
    return undefined;
  }
}

/** Those that are shared, and the others parsed. */
function inOrder(texts: readonly string[], sharedAt: (place: number) => FrozenNode | undefined): FrozenNode[] {
  const own = parseAll(texts.filter((_, place) => sharedAt(place) === undefined));
  let at = 0;
  return texts.flatMap((_, place) => sharedAt(place) ?? own[at++] ?? []);
}

const parseAll = (texts: readonly string[]): FrozenNode[] =>
  JSON.parse(`[${texts.map((text) => `${BEGIN}${text}}`).join(',')}]`) as FrozenNode[];

/** All but the facts is parsed in one go; throws for what has no facts, or none where they are looked for. */
function parseShared(texts: readonly string[]): FrozenNode[] {
  const cuts = texts.map((text) => {
    const [begin, end] = [text.indexOf(FACTS), text.lastIndexOf(ID, text.lastIndexOf(AFTER_ID))];
    if (begin < 0 || end < begin) throw new SyntaxError('a node without facts');
    return { rest: `${text.slice(0, begin)}${text.slice(end)}`, facts: text.slice(begin + FACTS.length, end) };
  });
  const nodes = parseAll(cuts.map(({ rest }) => rest));
  return cuts.map(({ facts }, place) => withFacts(nodes[place], facts));
}

function withFacts(node: Omit<FrozenNode, 'facts'> | undefined, text: string): FrozenNode {
  if (node === undefined) throw new SyntaxError('fewer nodes than texts');
  let facts: FrozenNode['facts'] | undefined;
  return {
    ...node,
    get facts() {
      facts ??= JSON.parse(text) as FrozenNode['facts'];
      return facts;
    },
  };
}

interface CutDocument {
  /** What stands before the nodes. */
  readonly rest: string;
  /** Their texts, without how each begins and ends. */
  readonly nodes: readonly string[];
}

function cut({ document, nodeCount }: FrozenText): CutDocument | undefined {
  const begin = document.indexOf(`${NODES}${BEGIN}`) + NODES.length;
  if (begin < NODES.length || !document.endsWith(END)) return undefined;
  const nodes = document.slice(begin + BEGIN.length, -END.length).split(`},${BEGIN}`);
  return nodes.length === nodeCount ? { rest: document.slice(0, begin), nodes } : undefined;
}

/** Most likely its id: whether two texts are the same is looked at then. */
function idIn(text: string): string {
  const end = text.lastIndexOf(AFTER_ID);
  return text.slice(text.lastIndexOf('"', end - 1) + 1, Math.max(end, 0));
}
