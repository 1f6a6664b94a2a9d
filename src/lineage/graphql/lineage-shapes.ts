import { type FieldNode, type GraphQLResolveInfo, isObjectType } from 'graphql';
import type { KindRegistry } from '../../graph/nodes/kinds/kind-registry.js';
import type { NodeKind } from '../../graph/nodes/kinds/node-kind.js';
import { toPublicId } from '../../graph/nodes/node-id.js';
import type { WalkedEdge, WalkedNode } from '../../graph/walks/walked.js';
import {
  type FieldShape,
  type FieldShapes,
  itemShape,
  plain,
  type Shape,
} from '../../platform/graphql/lists/item-shape.js';
import { Turns } from '../../platform/turns/turns.js';
import { RUN } from '../../runs/record/run-kinds.js';
import type { FrontierEntry } from '../walk/frontier.js';
import type { ColumnEdge } from '../walk/lineage.js';

/** What a walk tells of a node; the other fields of a node have resolvers. */
const NODE: FieldShapes<WalkedNode> = {
  id: plain((node) => node.publicId),
  kind: plain((node) => node.kind),
  project: plain((node) => node.fact('project') ?? null),
  name: plain((node) => node.fact('name') ?? null),
  version: plain((node) => node.fact('version') ?? null),
  label: plain((node) => node.fact('label') ?? null),
  description: plain((node) => node.fact('description') ?? null),
  owner: plain((node) => node.fact('owner') ?? null),
  createdAt: plain((node) => instant(node.createdAt)),
  createdBy: plain((node) => node.fact('createdBy') ?? null),
  deletedAt: plain((node) => instant(node.deletedAt)),
};

const EDGE: FieldShapes<WalkedEdge> = {
  from: plain(({ src }) => src.publicId),
  to: plain(({ dst }) => dst.publicId),
  kind: plain(({ kind }) => kind),
  run: plain(({ runId }) => (runId == null ? null : toPublicId(RUN, runId))),
  attributes: plain(({ attributes }) => attributes ?? null),
  validFrom: plain(({ validFrom }) => instant(validFrom)),
  validTo: plain(({ validTo }) => instant(validTo)),
};

const COLUMN_EDGE: FieldShapes<ColumnEdge> = {
  from: plain(({ edge }) => edge.src.publicId),
  fromMember: plain(({ from }) => from),
  to: plain(({ edge }) => edge.dst.publicId),
  toMember: plain(({ to }) => to),
  kind: plain(({ edge }) => edge.kind),
  run: plain(({ edge }) => (edge.runId == null ? null : toPublicId(RUN, edge.runId))),
  roles: plain(({ roles }) => roles),
  transformations: plain(({ transformations }) => transformations),
};

/** The shapes of the lists in a lineage; undefined where something is asked for that only a resolver can tell. */
export class LineageShapes {
  /** Of all requests: those that are answered together share a slice of the event loop. */
  readonly turns = new Turns();

  constructor(private readonly kinds: KindRegistry) {}

  nodes(info: GraphQLResolveInfo, nodes: readonly WalkedNode[]): Shape<WalkedNode> | undefined {
    return shapeOf(info, 'LineageNode', {
      node: this.node(nodes, (node: WalkedNode) => node),
      depth: plain(({ depth }) => depth),
      upstreamCount: plain(({ upstreamCount }) => upstreamCount),
      downstreamCount: plain(({ downstreamCount }) => downstreamCount),
      members: plain(({ members }) => members),
    });
  }

  /** A walk tells all of an edge. */
  edges(info: GraphQLResolveInfo): Shape<WalkedEdge> {
    return wholeShape(shapeOf(info, 'LineageEdge', EDGE));
  }

  columnEdges(info: GraphQLResolveInfo): Shape<ColumnEdge> {
    return wholeShape(shapeOf(info, 'LineageColumnEdge', COLUMN_EDGE));
  }

  frontier(info: GraphQLResolveInfo, entries: readonly FrontierEntry[]): Shape<FrontierEntry> | undefined {
    return shapeOf(info, 'FrontierNode', {
      node: this.node(
        entries.map(({ node }) => node),
        ({ node }: FrontierEntry) => node,
      ),
      direction: plain(({ direction }) => direction),
      hiddenNeighbours: plain(({ hidden }) => hidden),
      after: plain(({ after }) => after),
      members: plain(({ members }) => members),
    });
  }

  /** Each kind has a type of its own, and fragments may ask it for fields of its own. */
  private node<Item>(nodes: readonly WalkedNode[], nodeOf: (item: Item) => WalkedNode): FieldShape<Item> {
    return (info, fields) => {
      const shapes = new Map<NodeKind, Shape<WalkedNode>>();
      for (const kind of new Set(nodes.map((node) => node.kind))) {
        const shape = shapeOf(info, this.kinds.of(kind).type.name, NODE, fields);
        if (shape === undefined) return undefined;
        shapes.set(kind, shape);
      }
      return (item) => {
        const node = nodeOf(item);
        return shapes.get(node.kind)?.(node);
      };
    };
  }
}

function wholeShape<Item>(shape: Shape<Item> | undefined): Shape<Item> {
  if (shape === undefined) throw new Error('an edge has a field that only a resolver can tell');
  return shape;
}

function shapeOf<Item>(
  info: GraphQLResolveInfo,
  typeName: string,
  shapes: FieldShapes<Item>,
  fields: readonly FieldNode[] = info.fieldNodes,
): Shape<Item> | undefined {
  const type = info.schema.getType(typeName);
  return isObjectType(type) ? itemShape(info, type, fields, shapes) : undefined;
}

/** PostgreSQL leaves out zeros at the end of a fraction, and writes the zone, which is UTC, as an offset. */
function instant(value: string | null | undefined): string | null {
  if (value == null) return null;
  const [, whole, milliseconds = ''] = MILLISECONDS.exec(value) ?? [];
  return whole === undefined ? new Date(value).toISOString() : `${whole}.${milliseconds.padEnd(3, '0')}Z`;
}

const MILLISECONDS = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?\+00:00$/;
