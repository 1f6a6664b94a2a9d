import {
  type Frontier,
  type LineageLink,
  type LineageNode,
  type LineagePart,
  linkKey,
  type Side,
  sideKey,
} from './lineage-types.js';

/**
 * All that was fetched for a picture, with its links by their ends. It is never changed: `with` gives a larger one.
 *
 * That a version belongs to a model, and a deployment to an environment, is told by their names already: such links are
 * drawn only where one began with what they lead away from.
 */
export class LoadedGraph {
  private readonly beside = new Map<string, Set<string>>();
  /** By what is left out of the picture: how many belong to it. */
  private readonly untold = new Map<string, number>();
  private readonly told = new Set<string>();
  readonly drawn: readonly LineageLink[];

  private constructor(
    readonly roots: readonly string[],
    readonly nodes: ReadonlyMap<string, LineageNode>,
    readonly links: ReadonlyMap<string, LineageLink>,
    readonly frontier: ReadonlyMap<string, Frontier>,
    readonly missing: string | undefined,
  ) {
    const begun = new Set(roots);
    this.drawn = [...links.values()].filter((link) => !isBelonging(link) || begun.has(link.from));
    for (const { from, to } of this.drawn) {
      this.put(sideKey(from, 'DOWNSTREAM'), to);
      this.put(sideKey(to, 'UPSTREAM'), from);
    }
    for (const link of links.values())
      if (isBelonging(link)) {
        if (begun.has(link.from)) this.told.add(link.to);
        else this.untold.set(link.from, (this.untold.get(link.from) ?? 0) + 1);
      }
  }

  static of(part: LineagePart): LoadedGraph {
    return new LoadedGraph(part.roots, new Map(), new Map(), new Map(), undefined).with(part);
  }

  /** Roots stay those of the first answer. Only the last answer from a place tells how to go on from there. */
  with(part: LineagePart): LoadedGraph {
    const nodes = new Map(this.nodes);
    for (const node of part.nodes) nodes.set(node.id, { ...nodes.get(node.id), ...known(node) });
    const links = new Map(this.links);
    // An edge of which one end isn't told leads nowhere in the picture.
    for (const link of part.links) if (nodes.has(link.from) && nodes.has(link.to)) links.set(linkKey(link), link);
    const frontier = new Map(this.frontier);
    for (const id of part.roots) for (const side of part.sides ?? []) frontier.delete(sideKey(id, side));
    for (const stop of part.frontier) frontier.set(sideKey(stop.id, stop.side), stop);
    return new LoadedGraph(this.roots, nodes, links, frontier, this.missing ?? part.missing);
  }

  /** A node goes with all its links; what the picture began with stays. */
  without({ nodes: gone, links: goneLinks }: { nodes: ReadonlySet<string>; links: ReadonlySet<string> }): LoadedGraph {
    if (gone.size === 0 && goneLinks.size === 0) return this;
    const leaves = (id: string) => gone.has(id) && !this.roots.includes(id);
    const nodes = new Map([...this.nodes].filter(([id]) => !leaves(id)));
    const links = [...this.links].filter(([key, { from, to }]) => !goneLinks.has(key) && !leaves(from) && !leaves(to));
    const frontier = [...this.frontier].filter(([, { id }]) => !leaves(id));
    return new LoadedGraph(this.roots, nodes, new Map(links), new Map(frontier), this.missing);
  }

  /** Loaded neighbours on one side, each once, in the order in which they came. */
  neighbours(id: string, side: Side): readonly string[] {
    return [...(this.beside.get(sideKey(id, side)) ?? [])];
  }

  /** How many neighbours there are to draw, loaded or not. */
  count(id: string, side: Side): number {
    const key = sideKey(id, side);
    const node = this.nodes.get(id);
    const told = side === 'UPSTREAM' ? node?.upstreamCount : node?.downstreamCount;
    const loaded = this.beside.get(key)?.size ?? 0;
    if (told === undefined) return loaded + (this.frontier.get(key)?.hidden ?? 0);
    return Math.max(told - this.leftOut(id, side), loaded);
  }

  /** Neighbours that are never drawn here: what it belongs to, or what belongs to it. */
  private leftOut(id: string, side: Side): number {
    if (side === 'DOWNSTREAM') return this.untold.get(id) ?? 0;
    return !this.told.has(id) && BELONGS.test(this.nodes.get(id)?.kind ?? '') ? 1 : 0;
  }

  private put(key: string, id: string): void {
    const ids = this.beside.get(key);
    if (ids === undefined) this.beside.set(key, new Set([id]));
    else ids.add(id);
  }
}

export const SIDES: readonly Side[] = ['UPSTREAM', 'DOWNSTREAM'];

/** Kinds of which each node belongs to another one. */
const BELONGS = /_VERSION$|^(?:RUN|DEPLOYMENT|FEATURE_SET)$/;

const isBelonging = ({ kind, from, to }: LineageLink): boolean =>
  kind === 'VERSION_OF' || (kind === 'CHILD_OF' && !(from.startsWith('run_') && to.startsWith('run_')));

/** A later answer that doesn't tell something takes nothing away from an earlier one that did. */
function known(node: LineageNode): LineageNode {
  return Object.fromEntries(Object.entries(node).filter(([, value]) => value !== undefined)) as unknown as LineageNode;
}
