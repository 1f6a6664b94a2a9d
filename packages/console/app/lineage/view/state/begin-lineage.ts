import type { Ask } from '../../ask/ask.js';
import { type Difference, loadDiff } from '../../ask/load-diff.js';
import { type LineageQuestion, loadLineage } from '../../ask/load-lineage.js';
import { type Ids, idsOf } from '../../graph/lineage-delta.js';
import type { LineagePart } from '../../graph/lineage-types.js';
import { LoadedGraph } from '../../graph/loaded-graph.js';
import { allWindows, firstWindows, HUB, PAGE, type Windows } from '../../graph/shown-graph.js';
import type { PictureView } from '../picture-view.js';

/** Where a picture comes from: nodes by their references, or an answer that is there already. */
export type PictureSource = { readonly of: readonly string[] } | { readonly part: LineagePart };

/** What a picture begins with. */
export interface Begun {
  readonly loaded: LoadedGraph;
  /** What is open at first. */
  readonly first: Windows;
  readonly difference?: Difference;
  /** How to go on hearing of it, where it can change: the past doesn't. */
  readonly followed?: { readonly question: LineageQuestion; readonly told: Ids };
}

const DEPTH = 100;
const FIRST_LIMIT = 1_000;
/** What one takes in at first sight. */
const FIRST_SHOWN = 40;
export const MOST_AT_ONCE = 1_000;

export async function beginLineage(
  ask: Ask,
  source: PictureSource,
  asOf: string | undefined,
  diff: PictureView['diff'],
): Promise<Begun> {
  if (diff !== undefined) {
    const difference = await loadDiff(ask, ...diff);
    const loaded = LoadedGraph.of(difference.part);
    return { loaded, first: allWindows(loaded), difference };
  }
  if ('of' in source) {
    const question = { of: source.of, direction: 'BOTH', depth: DEPTH, limit: FIRST_LIMIT, asOf } as const;
    const told = await loadLineage(ask, question);
    const loaded = LoadedGraph.of(told);
    return { loaded, first: firstWindows(loaded, FIRST_SHOWN), followed: { question, told: idsOf(told) } };
  }
  return fromAnswer(ask, source.part, asOf);
}

/** An answer rarely holds labels and counts of all its nodes; one question more tells them, and what is next to them. */
async function fromAnswer(ask: Ask, part: LineagePart, asOf: string | undefined): Promise<Begun> {
  const of = part.nodes.slice(0, MOST_AT_ONCE).map(({ id }) => id);
  const question = { of, direction: 'BOTH', depth: 1, limit: of.length + MOST_AT_ONCE, asOf } as const;
  if (asOf !== undefined) return fromThePast(part, await loadLineage(ask, question));
  const answered = LoadedGraph.of({ ...part, frontier: [] });
  const told = await loadLineage(ask, question).catch(() => undefined);
  const first = windowsWithoutHubs(answered);
  if (told === undefined) return { loaded: answered, first };
  return { loaded: answered.with(told), first, followed: { question, told: idsOf(told) } };
}

/** As much of an answer as was true at the time: edges, and what they joined. */
function fromThePast(part: LineagePart, told: LineagePart): Begun {
  const ids = new Set(part.nodes.map(({ id }) => id));
  const links = told.links.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const joined = new Set(links.flatMap(({ from, to }) => [from, to]));
  const answered = LoadedGraph.of({ ...part, roots: part.roots.filter((id) => joined.has(id)), links, frontier: [] });
  return { loaded: answered.with(told), first: windowsWithoutHubs(answered) };
}

/** All of an answer, but of a hub one page. */
function windowsWithoutHubs(loaded: LoadedGraph): Windows {
  const large = loaded.nodes.size > 3 * FIRST_SHOWN;
  return new Map(
    [...allWindows(loaded)].map(([key, window]) => [key, large && window.take > HUB ? { at: 0, take: PAGE } : window]),
  );
}
