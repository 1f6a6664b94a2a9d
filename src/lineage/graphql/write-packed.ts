import type { PackedWalk } from '../../graph/walks/packed-walk.js';
import { writePublicIds } from '../../graph/walks/write-public-ids.js';
import type { Turns } from '../../platform/turns/turns.js';

/** How many nodes or edges are written at once. */
const SLICE = 2_000;

/** The compact form of a walk that came as columns; see write-compact.ts. No object is made of a node or an edge. */
export async function writePacked(walk: PackedWalk, turns: Turns): Promise<string> {
  const { size, levels, ids, kinds, labels, deleted, src, dst, edgeKinds } = walk;
  const slices = async (many: number, write: (from: number, to: number) => string): Promise<string> => {
    const texts: string[] = [];
    for (let from = 0; from < many; from += SLICE) {
      if (turns.isOver) await turns.take();
      texts.push(write(from, Math.min(many, from + SLICE)));
    }
    return `[${texts.join(',')}]`;
  };
  const words = new Map<string, string>();
  const inQuotes = (word: string): string => {
    const known = words.get(word) ?? `"${word}"`;
    words.set(word, known);
    return known;
  };
  const edge = (at: number): string => `[${src[at]},${dst[at]},${inQuotes(edgeKinds[at] ?? '')}]`;
  const columns: readonly (readonly [string, string])[] = [
    ['ids', await slices(size, (from, to) => writePublicIds(kinds, ids, from, to))],
    ['kinds', await slices(size, (from, to) => kinds.slice(from, to).map(inQuotes).join(','))],
    ['labels', await slices(size, (from, to) => JSON.stringify(labels.slice(from, to)).slice(1, -1))],
    ['depths', `[${levels.map((many, depth) => Array<number>(many).fill(depth).join(',')).join(',')}]`],
    ['deleted', JSON.stringify(deleted)],
    ['edges', await slices(edgeKinds.length, (from, to) => edgesBetween(from, to, edge))],
  ];
  return `{${columns.map(([name, text]) => `"${name}":${text}`).join(',')}}`;
}

function edgesBetween(from: number, to: number, edge: (at: number) => string): string {
  let text = edge(from);
  for (let at = from + 1; at < to; at++) text += `,${edge(at)}`;
  return text;
}
