import type { ColumnLinks } from './column-links.js';
import { type ColumnLink, type LineageLink, linkKey } from './lineage-types.js';

/** What lights up: nodes, links by their keys, rows as `id:name`, and what joins two of these. */
export interface Trail {
  readonly nodes: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
  readonly rows: ReadonlySet<string>;
  readonly columnLinks: ReadonlySet<string>;
}

export const rowKey = (id: string, name: string): string => `${id}:${name}`;
export const columnLinkKey = (link: ColumnLink): string =>
  JSON.stringify([linkKey(link), link.fromMember, link.toMember]);

const NOTHING: ReadonlySet<string> = new Set();

/** Everything upstream and downstream of a node among the drawn links. */
export function trailOfNode(links: readonly LineageLink[], id: string): Trail {
  const nodes = new Set([id]);
  const lit = new Set<string>();
  for (const { near, far } of WAYS) {
    const reached = new Set([id]);
    const byNear = byEnd(links, near);
    for (const each of reached)
      for (const link of byNear.get(each) ?? []) {
        lit.add(linkKey(link));
        reached.add(link[far]);
      }
    for (const each of reached) nodes.add(each);
  }
  return { nodes, links: lit, rows: NOTHING, columnLinks: NOTHING };
}

const DOWNWARDS = { near: 'from', far: 'to', member: 'fromMember', other: 'toMember' } as const;
const UPWARDS = { near: 'to', far: 'from', member: 'toMember', other: 'fromMember' } as const;
const WAYS = [DOWNWARDS, UPWARDS];

/** A column or feature of a node; null: all of it. */
interface Row {
  readonly id: string;
  readonly name: string | null;
}

/**
 * The way of a column or a feature, over as many links as tell of it. From what is read as a whole it goes on along all links, and to all
 * that is made from it.
 */
export function trailOfRow(links: readonly LineageLink[], columns: ColumnLinks, id: string, name: string): Trail {
  const trail = { nodes: new Set([id]), links: new Set<string>(), rows: new Set([rowKey(id, name)]) };
  const columnLinks = new Set<string>();
  for (const { near, far, member, other } of WAYS) {
    const byNear = byEnd(links, near);
    const queue: Row[] = [{ id, name }];
    const seen = new Set(queue.map(keyOf));
    for (const row of queue)
      for (const link of byNear.get(row.id) ?? []) {
        const pairs = columns.of(link);
        const led = row.name === null ? pairs : pairs.filter((pair) => pair[member] === row.name);
        const isLedWhole = row.name === null && pairs.length === 0;
        if (led.length === 0 && !isLedWhole) continue;
        trail.links.add(linkKey(link));
        trail.nodes.add(link[far]);
        for (const pair of led) columnLinks.add(columnLinkKey(pair));
        for (const to of isLedWhole ? [null] : led.map((pair) => pair[other])) {
          const next: Row = { id: link[far], name: to };
          if (to !== null) trail.rows.add(rowKey(next.id, to));
          if (seen.size === seen.add(keyOf(next)).size) continue;
          queue.push(next);
        }
      }
  }
  return { ...trail, columnLinks };
}

const keyOf = ({ id, name }: Row): string => (name === null ? id : rowKey(id, name));

function byEnd(links: readonly LineageLink[], end: 'from' | 'to'): ReadonlyMap<string, readonly LineageLink[]> {
  const byId = new Map<string, LineageLink[]>();
  for (const link of links) {
    const beside = byId.get(link[end]);
    if (beside === undefined) byId.set(link[end], [link]);
    else beside.push(link);
  }
  return byId;
}
