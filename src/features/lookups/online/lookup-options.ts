import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';
import { isMatrix, type Matrix } from './answers/matrix.js';
import type { LookupOptions } from './lookup-enums.js';
import type { LookupArgs } from './online.args.js';

/** How the answer of a GraphQL lookup is to be written: as its arguments say, and only what its selection asks for. */
export function optionsOf({ onExpired, int64 }: LookupArgs, info: GraphQLResolveInfo): LookupOptions {
  return { onExpired, int64, matrices: matricesOf(info) };
}

/** What the selection of a feature table asks for. */
export function matricesOf(info: GraphQLResolveInfo): ReadonlySet<Matrix> {
  const found = new Set<Matrix>();
  for (const field of info.fieldNodes) gather(field.selectionSet, info, found);
  return found;
}

function gather(selection: SelectionSetNode | undefined, info: GraphQLResolveInfo, found: Set<Matrix>): void {
  for (const node of selection?.selections ?? []) {
    if (node.kind === Kind.FIELD) {
      if (isMatrix(node.name.value)) found.add(node.name.value);
      continue;
    }
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : info.fragments[node.name.value];
    gather(fragment?.selectionSet, info, found);
  }
}
