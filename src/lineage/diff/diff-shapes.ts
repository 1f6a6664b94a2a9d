import { type GraphQLResolveInfo, isObjectType } from 'graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { type FieldShapes, itemShape, plain, writeList } from '../../platform/graphql/lists/item-shape.js';
import { answerWritten } from '../../platform/graphql/lists/written-fields.js';
import { Turns } from '../../platform/turns/turns.js';
import type { Differing } from './difference.js';
import type { FrozenEdge, FrozenNode } from './frozen-graph.js';

const NODE: FieldShapes<Differing<FrozenNode>> = {
  id: plain(({ key }) => key),
  kind: plain((node) => either(node)?.kind),
  label: plain((node) => either(node)?.label),
  change: plain(({ change }) => change),
  before: plain(({ before }) => before ?? null),
  after: plain(({ after }) => after ?? null),
};

const EDGE: FieldShapes<Differing<FrozenEdge>> = {
  from: plain((edge) => either(edge)?.from),
  to: plain((edge) => either(edge)?.to),
  kind: plain((edge) => either(edge)?.kind),
  change: plain(({ change }) => change),
  before: plain(({ before }) => before?.attributes ?? null),
  after: plain(({ after }) => after?.attributes ?? null),
};

const either = <Value>({ before, after }: Differing<Value>): Value | undefined => after ?? before;

/** Nodes and edges that differ may be many: they are written rather than completed field by field. */
export class DiffShapes {
  /** Of all requests: those that are answered together share a slice of the event loop. */
  private readonly turns = new Turns();

  nodes(context: GraphqlContext, info: GraphQLResolveInfo, nodes: readonly Differing<FrozenNode>[]): Promise<never[]> {
    return this.write(context, info, 'NodeDifference', nodes, NODE);
  }

  edges(context: GraphqlContext, info: GraphQLResolveInfo, edges: readonly Differing<FrozenEdge>[]): Promise<never[]> {
    return this.write(context, info, 'EdgeDifference', edges, EDGE);
  }

  private async write<Item>(
    context: GraphqlContext,
    info: GraphQLResolveInfo,
    typeName: string,
    items: readonly Item[],
    shapes: FieldShapes<Item>,
  ): Promise<never[]> {
    const type = info.schema.getType(typeName);
    const shape = isObjectType(type) ? itemShape(info, type, info.fieldNodes, shapes) : undefined;
    if (shape === undefined) throw new Error(`${typeName} has a field that only a resolver can tell`);
    return answerWritten(context, info, await writeList(items, shape, this.turns));
  }
}
