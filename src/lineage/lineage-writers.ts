import { type FieldNode, type GraphQLResolveInfo, isObjectType } from 'graphql';
import type { KindRegistry } from '../graph/kind-registry.js';
import { toPublicId } from '../graph/node-id.js';
import { NodeKind } from '../graph/node-kind.js';
import type { WalkedEdge, WalkedNode } from '../graph/walked.js';
import {
  type FieldWriter,
  type FieldWriters,
  itemWriter,
  plain,
  type WriteItem,
} from '../platform/graphql/item-writer.js';
import type { FrontierEntry } from './frontier.js';

/** What can be written of a node with what a walk tells; the other fields of a node have resolvers. */
const NODE: FieldWriters<WalkedNode> = {
  id: plain((node) => `"${node.publicId}"`),
  kind: plain((node) => `"${node.kind}"`),
  project: plain(({ facts }) => json(facts.project)),
  name: plain(({ facts }) => json(facts.name)),
  version: plain(({ facts }) => json(facts.version)),
  label: plain(({ facts }) => json(facts.label)),
  description: plain(({ facts }) => json(facts.description)),
  owner: plain(({ facts }) => json(facts.owner)),
  createdAt: plain(({ facts }) => instant(facts.createdAt)),
  createdBy: plain(({ facts }) => json(facts.createdBy)),
  deletedAt: plain(({ facts }) => instant(facts.deletedAt)),
};

const EDGE: FieldWriters<WalkedEdge> = {
  from: plain(({ src }) => `"${src.publicId}"`),
  to: plain(({ dst }) => `"${dst.publicId}"`),
  kind: plain(({ kind }) => `"${kind}"`),
  run: plain(({ runId }) => (runId == null ? 'null' : `"${toPublicId(NodeKind.RUN, runId)}"`)),
  attributes: plain(({ attributes }) => json(attributes)),
  validFrom: plain(({ validFrom }) => instant(validFrom)),
  validTo: plain(({ validTo }) => instant(validTo)),
};

/** Writers of the lists in a lineage; undefined where something is asked for that only resolvers give. */
export class LineageWriters {
  constructor(private readonly kinds: KindRegistry) {}

  nodes(info: GraphQLResolveInfo, nodes: readonly WalkedNode[]): WriteItem<WalkedNode> | undefined {
    return writerOf(info, 'LineageNode', {
      node: this.node(nodes, (node: WalkedNode) => node),
      depth: plain(({ depth }) => `${depth}`),
      upstreamCount: plain(({ upstreamCount }) => `${upstreamCount}`),
      downstreamCount: plain(({ downstreamCount }) => `${downstreamCount}`),
    });
  }

  /** All fields of an edge can be written. */
  edges(info: GraphQLResolveInfo): WriteItem<WalkedEdge> {
    const write = writerOf(info, 'LineageEdge', EDGE);
    if (write === undefined) throw new Error('an edge has a field that can not be written');
    return write;
  }

  frontier(info: GraphQLResolveInfo, entries: readonly FrontierEntry[]): WriteItem<FrontierEntry> | undefined {
    return writerOf(info, 'FrontierNode', {
      node: this.node(
        entries.map(({ node }) => node),
        ({ node }: FrontierEntry) => node,
      ),
      direction: plain(({ direction }) => `"${direction}"`),
      hiddenNeighbours: plain(({ node }) => `${node.hidden}`),
      after: plain(({ after }) => json(after)),
    });
  }

  /** Each kind has a type of its own, and fragments may ask it for fields of its own. */
  private node<Item>(nodes: readonly WalkedNode[], nodeOf: (item: Item) => WalkedNode): FieldWriter<Item> {
    return (info, fields) => {
      const writers = new Map<NodeKind, WriteItem<WalkedNode>>();
      for (const kind of new Set(nodes.map((node) => node.kind))) {
        const write = writerOf(info, this.kinds.of(kind).type.name, NODE, fields);
        if (write === undefined) return undefined;
        writers.set(kind, write);
      }
      return (item) => {
        const node = nodeOf(item);
        return writers.get(node.kind)?.(node) ?? 'null';
      };
    };
  }
}

function writerOf<Item>(
  info: GraphQLResolveInfo,
  typeName: string,
  writers: FieldWriters<Item>,
  fields: readonly FieldNode[] = info.fieldNodes,
): WriteItem<Item> | undefined {
  const type = info.schema.getType(typeName);
  return isObjectType(type) ? itemWriter(info, type, fields, writers) : undefined;
}

function json(value: unknown): string {
  return JSON.stringify(value ?? null);
}

/** PostgreSQL leaves out the fraction of a whole second, and writes the zone as an offset. */
function instant(value: string | null | undefined): string {
  return value == null ? 'null' : `"${new Date(value).toISOString()}"`;
}
