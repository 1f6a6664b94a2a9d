import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql';
import type { LookupOptions } from './lookup-enums.js';
import type { LookupArgs } from './online.args.js';

/** Fields of a FeatureTable that say something about the rows' times. */
const TIMED_FIELDS: ReadonlySet<string> = new Set(['statuses', 'eventTimes', 'ingestTimes', 'ages']);

/** How the answer of a GraphQL lookup is to be written: as its arguments say, and only what its selection asks for. */
export function optionsOf({ onExpired, int64 }: LookupArgs, info: GraphQLResolveInfo): LookupOptions {
  return { onExpired, int64, valuesOnly: !info.fieldNodes.some((field) => asksForTimes(field.selectionSet, info)) };
}

function asksForTimes(selection: SelectionSetNode | undefined, info: GraphQLResolveInfo): boolean {
  if (selection === undefined) return false;
  return selection.selections.some((node) => {
    if (node.kind === Kind.FIELD) return TIMED_FIELDS.has(node.name.value);
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : info.fragments[node.name.value];
    return asksForTimes(fragment?.selectionSet, info);
  });
}
