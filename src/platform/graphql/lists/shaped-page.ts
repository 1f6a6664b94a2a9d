import { type GraphQLResolveInfo, getNamedType, isObjectType } from 'graphql';
import type { Turns } from '../../turns/turns.js';
import type { Edge, Page, PageInfo } from './connection.js';
import { type FieldShapes, itemShape, writeList } from './item-shape.js';
import { answerWritten, type WritingContext } from './written-fields.js';

/** A page whose nodes are written without resolvers, where nothing is asked of them that only a resolver can tell. */
export class ShapedPage<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo: PageInfo;

  constructor(
    private readonly page: Page<Node>,
    private readonly shapes: FieldShapes<Node>,
    private readonly turns: Turns,
  ) {
    this.edges = page.edges;
    this.pageInfo = page.pageInfo;
  }

  /** graphql-js calls it, as there is no other resolver of this name. */
  async nodes(_args: object, context: WritingContext, info: GraphQLResolveInfo): Promise<readonly Node[]> {
    const type = getNamedType(info.returnType);
    const shape = isObjectType(type) ? itemShape(info, type, info.fieldNodes, this.shapes) : undefined;
    if (shape === undefined) return this.page.nodes;
    return answerWritten(context, info, await writeList(this.page.nodes, shape, this.turns));
  }
}
