import { kindLook } from './kinds.js';
import type { LineageLink, LineageNode } from './lineage-types.js';
import type { ShownGraph } from './shown-graph.js';

/** A node that stands for several versions. */
export interface Folded {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly members: readonly LineageNode[];
}

export interface FoldedGraph {
  readonly shown: ShownGraph;
  readonly folded: ReadonlyMap<string, Folded>;
}

/** The same graph without versions: each is drawn as what it is a version of, with how many there are. */
export function foldVersions(shown: ShownGraph): FoldedGraph {
  const groups = new Map<string, LineageNode[]>();
  const idOf = new Map<string, string>();
  for (const node of shown.nodes) {
    const id = groupOf(node);
    idOf.set(node.id, id);
    const members = groups.get(id);
    if (members === undefined) groups.set(id, [node]);
    else members.push(node);
  }
  const folded = new Map<string, Folded>();
  const nodes = [...groups].map(([id, members]): LineageNode => {
    const [first] = members as [LineageNode];
    if (id === first.id) return first;
    const kind = kindLook(first.kind).logical ?? first.kind;
    folded.set(id, { id, kind, label: nameOf(first), members });
    return { id, kind, label: nameOf(first), depth: first.depth };
  });
  const links = new Map<string, LineageLink>();
  for (const { from, to, kind, attributes } of shown.links) {
    const [near, far] = [idOf.get(from) ?? from, idOf.get(to) ?? to];
    // One dataset made from its own last version is no arrow to itself.
    if (near !== far) links.set(`${near} ${far} ${kind}`, { from: near, to: far, kind, attributes });
  }
  return { shown: { nodes, links: [...links.values()], hubs: [], hidden: new Map() }, folded };
}

function groupOf(node: LineageNode): string {
  const logical = kindLook(node.kind).logical;
  if (logical !== undefined) return `names:${logical}:${nameOf(node)}`;
  return isLogical(node.kind) ? `names:${node.kind}:${node.label}` : node.id;
}

const isLogical = (kind: string): boolean => ['DATASET', 'FEATURE_SET', 'FEATURE_SERVICE', 'MODEL'].includes(kind);
const nameOf = ({ label }: LineageNode): string => label.replace(/@\d+$/, '');
