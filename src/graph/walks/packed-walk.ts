import type { NodeKind } from '../nodes/kinds/node-kind.js';

/** A walk as columns. A node is told by its place: by depth, then id. */
export interface PackedWalk {
  readonly size: number;
  /** How many nodes are at each depth. */
  readonly levels: readonly number[];
  /** The depths of nodes some of whose neighbours were not followed. */
  readonly cutAt: readonly number[];
  /** 16 bytes of each node. */
  readonly ids: Buffer;
  readonly kinds: readonly NodeKind[];
  readonly labels: readonly string[];
  readonly deleted: readonly number[];
  /** Of each edge the places of its ends, in the order of the end that the walk came from, then of the other, then of kinds. */
  readonly src: Int32Array;
  readonly dst: Int32Array;
  readonly edgeKinds: readonly string[];
}

/** One walk as the statement gives it. Lists are numbers or words between commas. */
export interface PackedRow {
  /** As array_send writes them. */
  readonly ids: Buffer;
  /** Of each rank, from 1, the place. */
  readonly places: string;
  readonly levels: readonly number[];
  /** Of each level. */
  readonly near: readonly (string | null)[];
  readonly far: readonly (string | null)[];
  readonly edgeKinds: readonly (string | null)[];
  readonly cut: readonly (boolean | null)[];
  /** Of the last level, where it was not followed. */
  readonly lastNear: string | null;
  readonly lastFar: string | null;
  readonly lastKinds: string | null;
  readonly lastCut: boolean | null;
  /** How many nodes have a row: what is said of each, by rank. */
  readonly found: number;
  readonly kinds: string;
  readonly labels: readonly string[];
  /** Ranks. */
  readonly deleted: readonly number[] | null;
}

/** Dimensions, flags, type, size and lower bound; then each element behind its length. */
const HEADER = 20;
const LENGTH = 4;
const ID = 16;

export function readPacked(row: PackedRow, near: 'src' | 'dst'): PackedWalk {
  const places = numbers(row.places) as readonly number[];
  const size = places.length;
  if (row.found !== size) throw new Error(`${size} nodes were walked, of which ${row.found} are there`);
  const ids = Buffer.allocUnsafe(size * ID);
  for (let place = 0; place < size; place++) {
    const begin = HEADER + place * (LENGTH + ID) + LENGTH;
    row.ids.copy(ids, place * ID, begin, begin + ID);
  }
  const kinds = new Array<NodeKind>(size);
  for (const [rank, kind] of row.kinds.split(',').entries()) kinds[places[rank] ?? 0] = kind as NodeKind;
  const labels = new Array<string>(size);
  for (const [rank, label] of row.labels.entries()) labels[places[rank] ?? 0] = label;
  const cuts = row.cut.flatMap((isCut, depth) => (isCut === true ? [depth] : []));
  const last = row.levels.length - 1;
  return {
    size,
    levels: row.levels,
    cutAt: row.lastCut === true && !cuts.includes(last) ? [...cuts, last] : cuts,
    ids,
    kinds,
    labels,
    deleted: (row.deleted ?? []).map((rank) => places[rank - 1] ?? 0).sort((a, b) => a - b),
    ...edgesOf(row, places, near),
  };
}

function edgesOf(
  row: PackedRow,
  places: readonly number[],
  near: 'src' | 'dst',
): Pick<PackedWalk, 'src' | 'dst' | 'edgeKinds'> {
  const froms: number[] = [];
  const tos: number[] = [];
  const kinds: string[] = [];
  const add = (nearOf: string | null, farOf: string | null, kindsOf: string | null, before: number) => {
    if (nearOf === null || farOf === null || kindsOf === null) return;
    const [begins, ends, words] = [numbers(nearOf), numbers(farOf), kindsOf.split(',')];
    for (const [index, rank] of ends.entries()) {
      if (rank === null) continue;
      froms.push(before + (begins[index] ?? 0) - 1);
      tos.push(places[rank - 1] ?? 0);
      kinds.push(words[index] ?? '');
    }
  };
  let before = 0;
  for (const [depth, size] of row.levels.entries()) {
    add(row.near[depth] ?? null, row.far[depth] ?? null, row.edgeKinds[depth] ?? null, before);
    if (depth === row.levels.length - 1) add(row.lastNear, row.lastFar, row.lastKinds, before);
    before += size;
  }
  const order = inOrder(froms, tos, kinds);
  const [from, to] = [Int32Array.from(order, (at) => froms[at] ?? 0), Int32Array.from(order, (at) => tos[at] ?? 0)];
  const edgeKinds = Array.from(order, (at) => kinds[at] ?? '');
  return near === 'src' ? { src: from, dst: to, edgeKinds } : { src: to, dst: from, edgeKinds };
}

/** Most come in order already, and those of one node are few. */
function inOrder(froms: readonly number[], tos: readonly number[], kinds: readonly string[]): Uint32Array {
  const compare = (a: number, b: number): number =>
    (froms[a] ?? 0) - (froms[b] ?? 0) ||
    (tos[a] ?? 0) - (tos[b] ?? 0) ||
    ((kinds[a] ?? '') < (kinds[b] ?? '') ? -1 : 1);
  const order = Uint32Array.from(froms, (_, index) => index);
  for (let index = 1; index < order.length; index++) if (compare(index - 1, index) > 0) return order.sort(compare);
  return order;
}

function numbers(text: string): readonly (number | null)[] {
  return JSON.parse(`[${text}]`) as (number | null)[];
}
