import {
  type FieldNode,
  type GraphQLResolveInfo,
  getArgumentValues,
  getNamedType,
  isAbstractType,
  isObjectType,
} from 'graphql';
import { NODE_FACTS } from '../../graph/walks/walk-parts.sql.js';
import type { NodeFact, WalkWants } from '../../graph/walks/walked.js';
import { selectedFields } from '../../platform/graphql/lists/item-shape.js';

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
  const compact = compactParts(info, fields.get('compact') ?? []);
  for (const fact of compact === undefined ? [] : COMPACT_FACTS) if (!facts.includes(fact)) facts.push(fact);
  // Ids begin with it.
  const tellsColumns = fields.has('columnEdges') || compact?.columns === true;
  const needsKind =
    kinds !== undefined || inNodes.length > 0 || edges.length > 0 || tellsColumns || fields.has('countsByKind');
  const whole = tellsColumns || compact?.attributes === true || BEYOND_ENDS.some((name) => ofEdges.has(name));
  return {
    hidden: fields.has('frontier') ? 'COUNTED' : fields.has('complete') || fields.has('incompleteBecause'),
    counts: compact?.counts === true || ofNodes.has('upstreamCount') || ofNodes.has('downstreamCount'),
    edges: edges.length === 0 && compact === undefined && !tellsColumns ? 'NONE' : whole ? 'WHOLE' : 'ENDS',
    packed: compact !== undefined && isPlain(compact) && [...fields.keys()].every((name) => IN_PACKED.includes(name)),
    facts: needsKind || facts.length > 0 ? [...new Set<NodeFact>(['kind', ...facts])] : [],
  };
}

const COMPACT_FACTS: readonly NodeFact[] = ['kind', 'label', 'deletedAt'];

/** What can be told of a walk whose nodes and edges came as columns. */
const IN_PACKED = ['compact', 'complete', 'incompleteBecause', 'depth', 'asOf', 'roots', '__typename'];

interface WantedParts {
  readonly counts: boolean;
  readonly attributes: boolean;
  readonly columns: boolean;
}

/** What some `compact` of an answer asks for; undefined where there is none. */
function compactParts(info: GraphQLResolveInfo, nodes: readonly FieldNode[]): WantedParts | undefined {
  const type = info.schema.getType('LineageGraph');
  const field = isObjectType(type) ? type.getFields().compact : undefined;
  if (field === undefined || nodes.length === 0) return undefined;
  const values = nodes.map((node) => getArgumentValues(field, node, info.variableValues));
  return {
    counts: values.some(({ counts }) => counts === true),
    attributes: values.some(({ attributes }) => attributes === true),
    columns: values.some(({ columns }) => columns === true),
  };
}

function isPlain({ counts, attributes, columns }: WantedParts): boolean {
  return !counts && !attributes && !columns;
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
