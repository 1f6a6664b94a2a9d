import {
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

/** Differ between two readings of the same database: what has the present in it. */
const PRESENT = new Set(['ages', 'readAt', 'freshAt', 'asOf']);
const NAMED = '{ id kind label }';
const LINEAGE =
  '{ complete depth roots { id } nodes { depth upstreamCount downstreamCount node { id label } } edges { from to kind run attributes validFrom validTo } frontier { hiddenNeighbours node { id label } } }';

/** A selection of every field of a type that can be asked without arguments; other nodes are only named. */
export function selectEverything(schema: GraphQLSchema, type: GraphQLObjectType, isInner = false): string {
  const fields = Object.values(type.getFields()).flatMap((field) => {
    if (PRESENT.has(field.name) || field.args.some(isRequiredArgument)) return [];
    const named = getNamedType(field.type);
    if (isLeafType(named)) return [field.name];
    if (named.name === 'LineageGraph') return [`${field.name} ${LINEAGE}`];
    if (named.name === 'FeatureTable') return [];
    if (!isObjectType(named) || named.getInterfaces().length > 0) return [`${field.name} ${NAMED}`];
    if (named.name === 'PageInfo') return [`${field.name} { hasNextPage }`];
    if (named.name.endsWith('Connection')) {
      const node = getNamedType(named.getFields().nodes?.type);
      if (!isObjectType(node)) return [`${field.name} { nodes ${NAMED} }`];
      return [
        `${field.name}(first: 50) { nodes ${node.getInterfaces().length > 0 ? NAMED : selectEverything(schema, node, true)} pageInfo { hasNextPage } }`,
      ];
    }
    return [`${field.name} ${selectEverything(schema, named, true)}`];
  });
  return `{ ${isInner ? '' : '__typename '}${fields.join(' ')} }`;
}
