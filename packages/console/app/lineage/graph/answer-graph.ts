import { isColumnLink, readCompactColumns } from './answer-columns.js';
import {
  type Frontier,
  type LineageLink,
  type LineageNode,
  type LineagePart,
  linkKey,
  type Side,
} from './lineage-types.js';

type Fields = Readonly<Record<string, unknown>>;

/** How much of an answer is looked through: one of a hundred megabytes is for machines. */
const MOST_TEXT = 30_000_000;

/** The lineage in the text of an answer, wherever it stands there and whatever it is called; undefined where none is. */
export function answerGraph(text: string | null | undefined): LineagePart | undefined {
  if (!text?.includes('"data"') || text.length > MOST_TEXT || !(text.includes('"from"') || text.includes('"edges"')))
    return undefined;
  try {
    const parts: LineagePart[] = [];
    collect((JSON.parse(text) as { data?: unknown }).data, parts);
    return parts.length === 0 ? undefined : joined(parts);
  } catch {
    return undefined; // not an answer yet
  }
}

function collect(value: unknown, parts: LineagePart[]): void {
  if (Array.isArray(value)) for (const each of value) collect(each, parts);
  else if (isFields(value)) {
    const part = readCompact(value) ?? readGraph(value);
    if (part !== undefined) parts.push(part);
    for (const each of Object.values(value)) collect(each, parts);
  }
}

/** Any selection with a list of edges. Nodes that it leaves out are known by the ends of the edges. */
function readGraph(value: Fields): LineagePart | undefined {
  const lists = Object.values(value).filter((list) => Array.isArray(list));
  const found = lists.flat().filter(isLink);
  if (found.length === 0) return undefined;
  const columnLinks = found.filter(isColumnLink);
  // What only columns tell of is a link too; where there is one already, it says more.
  const whole = found.filter((link) => !isColumnLink(link));
  const links = [...new Map([...columnLinks, ...whole].map((link) => [linkKey(link), link])).values()];
  const told = lists.flat().flatMap(readNode);
  const nodes = new Map(links.flatMap(({ from, to }) => [from, to]).map((id) => [id, bare(id)]));
  for (const node of told) nodes.set(node.id, node);
  const roots = told.filter(({ depth }) => depth === 0).map(({ id }) => id);
  const missing = typeof value.incompleteBecause === 'string' ? value.incompleteBecause : undefined;
  return {
    roots,
    nodes: [...nodes.values()],
    links,
    columnLinks,
    frontier: lists.flat().flatMap(readFrontier),
    missing,
  };
}

/** `{ids, kinds, labels, depths, edges: [[from, to, kind]]}`: columns, and edges by places in them; counts, attributes and `columnEdges` where they were asked for. */
export function readCompact(value: unknown): LineagePart | undefined {
  if (!isFields(value)) return undefined;
  const { ids, kinds, labels, depths, edges, upstreamCounts, downstreamCounts, attributes } = value;
  if (!isTexts(ids) || !isTexts(kinds) || !Array.isArray(labels) || !Array.isArray(edges)) return undefined;
  const nodes = ids.map(
    (id, index): LineageNode => ({
      id,
      kind: kinds[index] ?? '',
      label: String(labels[index] ?? id),
      depth: numberAt(depths, index) ?? 0,
      upstreamCount: numberAt(upstreamCounts, index),
      downstreamCount: numberAt(downstreamCounts, index),
    }),
  );
  const end = (at: unknown) => (typeof at === 'number' ? ids[at] : typeof at === 'string' ? at : undefined);
  const places = edges.map((edge, index): LineageLink | undefined => {
    if (!Array.isArray(edge)) return undefined;
    const [from, to, kind] = [end(edge[0]), end(edge[1]), edge[2]];
    const told: unknown = Array.isArray(attributes) ? attributes[index] : undefined;
    if (from === undefined || to === undefined) return undefined;
    return { from, to, kind: String(kind), attributes: isFields(told) ? told : undefined };
  });
  return {
    roots: nodes.filter(({ depth }) => depth === 0).map(({ id }) => id),
    nodes,
    links: places.filter((link) => link !== undefined),
    columnLinks: readCompactColumns(value.columnEdges, places),
    frontier: [],
  };
}

function numberAt(column: unknown, index: number): number | undefined {
  const value: unknown = Array.isArray(column) ? column[index] : undefined;
  return typeof value === 'number' ? value : undefined;
}

function joined(parts: readonly LineagePart[]): LineagePart {
  const nodes = new Map<string, LineageNode>();
  for (const node of parts.flatMap((part) => part.nodes))
    if (node.label !== node.id || !nodes.has(node.id)) nodes.set(node.id, node);
  const links = parts.flatMap((part) => part.links);
  return {
    // Everything that an answer holds is drawn, whatever it began with.
    roots: [...nodes.keys()],
    nodes: [...nodes.values()],
    links,
    columnLinks: parts.flatMap((part) => part.columnLinks ?? []),
    frontier: parts.flatMap((part) => part.frontier),
    missing: parts.find(({ missing }) => missing !== undefined)?.missing,
  };
}

function readNode(value: unknown): LineageNode[] {
  if (!isFields(value)) return [];
  const node = isFields(value.node) ? value.node : value;
  if (typeof node.id !== 'string' || 'from' in value || 'hiddenNeighbours' in value) return [];
  return [
    {
      ...bare(node.id),
      ...(typeof node.kind === 'string' && { kind: node.kind }),
      ...(typeof node.label === 'string' && { label: node.label }),
      depth: typeof value.depth === 'number' ? value.depth : 1,
      ...(typeof value.upstreamCount === 'number' && { upstreamCount: value.upstreamCount }),
      ...(typeof value.downstreamCount === 'number' && { downstreamCount: value.downstreamCount }),
    },
  ];
}

function readFrontier(value: unknown): Frontier[] {
  if (!isFields(value) || !isFields(value.node)) return [];
  const { hiddenNeighbours, after, direction } = value;
  if (typeof value.node.id !== 'string' || typeof hiddenNeighbours !== 'number' || !isSide(direction)) return [];
  return [{ id: value.node.id, side: direction, hidden: hiddenNeighbours, after: String(after ?? '') }];
}

/** What is known of a node by its id alone, which begins with its kind. */
function bare(id: string): LineageNode {
  return { id, kind: id.slice(0, id.lastIndexOf('_')).toUpperCase(), label: id, depth: 1 };
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSide = (value: unknown): value is Side => value === 'UPSTREAM' || value === 'DOWNSTREAM';
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');
const isLink = (value: unknown): value is LineageLink =>
  isFields(value) && typeof value.from === 'string' && typeof value.to === 'string' && /^\w+_\w+$/.test(value.from);
