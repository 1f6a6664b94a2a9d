import type { FrozenEdge, FrozenNode } from './frozen-graph.js';

export interface FrozenDocument {
  readonly nodes: readonly FrozenNode[];
  readonly edges: readonly FrozenEdge[];
  /** What its closure is without, where that was too large to be written down whole. */
  readonly leftOut?: string;
}

/*  {"edges":[…],"nodes":[{"createdAt":…,"facts":{…},"id":"run_01…","kind":"RUN",…},{"createdAt":…}]}
 *
 *  Keys of canonical JSON are sorted: every node begins so, and quotes within a text are escaped.  */
const NODES = '"nodes":[';
const BEGIN = '{"createdAt":';
const END = '}]}';
const AFTER_ID = '","kind":"';

/**
 * Parses two frozen lineages that are compared. They have most of their nodes in common, to the letter: those are parsed once, and are the same objects
 * in both, so that comparing them takes no time. The texts are cut where nodes end, as far as one can see without parsing.
 */
export function parseBoth(one: string, other: string): [FrozenDocument, FrozenDocument] {
  const first = JSON.parse(one) as FrozenDocument;
  return [first, parseBeside(one, first, other) ?? (JSON.parse(other) as FrozenDocument)];
}

/** Undefined where a fact that itself holds such objects was taken for nodes: then there are more of them than nodes. */
function parseBeside(one: string, first: FrozenDocument, other: string): FrozenDocument | undefined {
  const [own, texts] = [cut(one)?.nodes, cut(other)];
  if (own?.length !== first.nodes.length || texts === undefined) return undefined;
  const known = new Map(own.map((text, place) => [idIn(text), { text, node: first.nodes[place] }]));
  const shared = texts.nodes.map((text) => {
    const same = known.get(idIn(text));
    return same?.text === text ? same.node : undefined;
  });
  const fresh = texts.nodes.filter((_, place) => shared[place] === undefined);
  try {
    const parsed = JSON.parse(`[${fresh.map((text) => `${BEGIN}${text}}`).join(',')}]`) as FrozenNode[];
    if (parsed.length !== fresh.length) return undefined;
    let at = 0;
    const nodes = shared.flatMap((node) => node ?? parsed[at++] ?? []);
    return { ...(JSON.parse(`${texts.rest}]}`) as FrozenDocument), nodes };
  } catch {
    return undefined;
  }
}

/** The texts of the nodes, without how each begins and ends, and what stands before them. */
function cut(document: string): { readonly rest: string; readonly nodes: readonly string[] } | undefined {
  const begin = document.indexOf(`${NODES}${BEGIN}`) + NODES.length;
  if (begin < NODES.length || !document.endsWith(END)) return undefined;
  const nodes = document.slice(begin + BEGIN.length, -END.length).split(`},${BEGIN}`);
  return { rest: document.slice(0, begin), nodes };
}

/** Most likely its id: whether two texts are the same is looked at then. */
function idIn(text: string): string {
  const end = text.lastIndexOf(AFTER_ID);
  return text.slice(text.lastIndexOf('"', end - 1) + 1, Math.max(end, 0));
}
