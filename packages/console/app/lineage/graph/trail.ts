import { type LineageLink, linkKey } from './lineage-types.js';

/** What lights up: nodes, links by their keys, and rows as `id:name`. */
export interface Trail {
  readonly nodes: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
  readonly rows: ReadonlySet<string>;
}

export const rowKey = (id: string, name: string): string => `${id}:${name}`;

/** Everything upstream and downstream of a node among the drawn links. */
export function trailOfNode(links: readonly LineageLink[], id: string): Trail {
  const nodes = new Set([id]);
  const lit = new Set<string>();
  for (const [near, far] of WAYS) {
    const reached = new Set([id]);
    const byNear = new Map<string, LineageLink[]>();
    for (const link of links) {
      const beside = byNear.get(link[near]);
      if (beside === undefined) byNear.set(link[near], [link]);
      else beside.push(link);
    }
    for (const each of reached)
      for (const link of byNear.get(each) ?? []) {
        lit.add(linkKey(link));
        reached.add(link[far]);
      }
    for (const each of reached) nodes.add(each);
  }
  return { nodes, links: lit, rows: new Set() };
}

const WAYS = [
  ['from', 'to'],
  ['to', 'from'],
] as const;

/**
 * The way of a column or a feature, as far as edges name it: a source says which columns make a feature, what was derived which of
 * its columns are made from which, a signature which features a model reads. Behind what reads it, everything.
 */
export function trailOfRow(links: readonly LineageLink[], id: string, name: string): Trail {
  const trail = { nodes: new Set([id]), links: new Set<string>(), rows: new Set([rowKey(id, name)]) };
  for (const step of [upwards, downwards]) follow(links, { id, name }, step, trail);
  return trail;
}

interface Row {
  readonly id: string;
  readonly name: string;
}

/** To which rows a link leads from one; `WHOLE` if it is read as a whole there, undefined where the link doesn't name it. */
type Step = (link: LineageLink, row: Row) => readonly Row[] | 'WHOLE' | undefined;

const upwards: Step = (link, { id, name }) =>
  link.to === id ? columnsOf(link)?.[name]?.map((column) => ({ id: link.from, name: column })) : undefined;

const downwards: Step = (link, { id, name }) => {
  if (link.from !== id) return undefined;
  const columns = columnsOf(link);
  if (columns === undefined) return featuresOf(link)?.includes(name) === true ? 'WHOLE' : undefined;
  const features = Object.keys(columns).filter((feature) => columns[feature]?.includes(name) === true);
  return features.length === 0 ? undefined : features.map((feature) => ({ id: link.to, name: feature }));
};

interface OpenTrail {
  readonly nodes: Set<string>;
  readonly links: Set<string>;
  readonly rows: Set<string>;
}

function follow(links: readonly LineageLink[], start: Row, step: Step, trail: OpenTrail): void {
  const readers = new Set<string>();
  const queue = [start];
  for (const row of queue)
    for (const link of links) {
      const next = step(link, row);
      if (next === undefined) continue;
      trail.links.add(linkKey(link));
      trail.nodes.add(link.from).add(link.to);
      if (next === 'WHOLE') readers.add(link.to);
      else
        for (const each of next)
          if (!trail.rows.has(rowKey(each.id, each.name))) {
            trail.rows.add(rowKey(each.id, each.name));
            queue.push(each);
          }
    }
  for (const reader of readers)
    for (const link of links)
      if (link.from === reader) {
        trail.links.add(linkKey(link));
        trail.nodes.add(link.to);
        readers.add(link.to);
      }
}

function columnsOf({ kind, attributes }: LineageLink): Readonly<Record<string, readonly string[]>> | undefined {
  if (kind !== 'SOURCE' && kind !== 'DERIVED_FROM') return undefined;
  return (attributes as { columns?: Readonly<Record<string, readonly string[]>> } | null | undefined)?.columns;
}

function featuresOf({ kind, attributes }: LineageLink): readonly string[] | undefined {
  if (kind !== 'SIGNATURE') return undefined;
  return (attributes as { features?: readonly { name: string }[] } | null | undefined)?.features?.map(
    ({ name }) => name,
  );
}
