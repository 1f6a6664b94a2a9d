import { type FieldNode, type GraphQLResolveInfo, getNamedType, isAbstractType, isObjectType } from 'graphql';
import { NODE_FACTS } from '../graph/walk-parts.sql.js';
import type { NodeFact, WalkWants } from '../graph/walked.js';
import { selectedFields } from '../platform/graphql/lists/item-shape.js';

/** What a lineage has to find out for the fields that are asked of it. */
export function wantsOf(info: GraphQLResolveInfo, kinds: readonly unknown[] | undefined): WalkWants {
  const fields = namesIn(info, getNamedType(info.returnType).name, info.fieldNodes);
  const nodes = fields.get('nodes') ?? [];
  const edges = fields.get('edges') ?? [];
  const frontier = fields.get('frontier') ?? [];
  const ofNodes = namesIn(info, 'LineageNode', nodes);
  const ofEdges = namesIn(info, 'LineageEdge', edges);
  const inNodes = [...(ofNodes.get('node') ?? []), ...(namesIn(info, 'FrontierNode', frontier).get('node') ?? [])];
  const ofNode = namesIn(info, 'GraphNode', inNodes);
  const facts = NODE_FACTS.filter((fact) => ofNode.has(fact));
  // Ids begin with it.
  const needsKind = kinds !== undefined || inNodes.length > 0 || edges.length > 0;
  return {
    hidden: ['complete', 'incompleteBecause', 'frontier'].some((name) => fields.has(name)),
    counts: ofNodes.has('upstreamCount') || ofNodes.has('downstreamCount'),
    edges: edges.length === 0 ? 'NONE' : BEYOND_ENDS.some((name) => ofEdges.has(name)) ? 'WHOLE' : 'ENDS',
    facts: needsKind ? [...new Set<NodeFact>(['kind', ...facts])] : [],
  };
}

const BEYOND_ENDS = ['run', 'attributes', 'validFrom', 'validTo'];

/** The fields of a type that are asked for, whatever they are called in the answer; of an interface, those of any type that has it. */
function namesIn(info: GraphQLResolveInfo, typeName: string, nodes: readonly FieldNode[]): Map<string, FieldNode[]> {
  const type = info.schema.getType(typeName);
  const objects = isAbstractType(type) ? info.schema.getPossibleTypes(type) : isObjectType(type) ? [type] : [];
  const names = new Map<string, FieldNode[]>();
  if (nodes.length === 0) return names;
  for (const object of objects) {
    for (const fields of selectedFields(info, object, nodes).values()) {
      const name = fields[0]?.name.value ?? '';
      names.set(name, [...(names.get(name) ?? []), ...fields]);
    }
  }
  return names;
}
