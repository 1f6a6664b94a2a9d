import { columnFinder, noSuchColumn } from '../../datasets/column-reference.js';
import { DATASET_VERSION } from '../../datasets/dataset-kinds.js';
import { DatasetVersion } from '../../datasets/dataset-version.entity.js';
import { FeatureSetVersion } from '../../features/definitions/feature-set-version.entity.js';
import { FEATURE_SET_VERSION } from '../../features/feature-kinds.js';
import type { Graph } from '../../graph/graph.js';
import { formatName, type Member } from '../../graph/names/format-ref.js';
import { splitRef } from '../../graph/names/split-ref.js';
import type { Caller } from '../../graph/nodes/caller.js';
import type { GraphNode } from '../../graph/nodes/graph-node.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { badInput, type HeadwaterError, notFound } from '../../platform/errors.js';
import { didYouMean, likeNames, listNames } from '../../platform/text/did-you-mean.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import type { Place } from './place.js';

const WITH_MEMBERS = [DATASET_VERSION, FEATURE_SET_VERSION];

/**
 * The places that references mean, in order: nodes of any kind, columns (`flights@3:delay`) and features (`airport_traffic@2:mean_delay`).
 * Throws BAD_USER_INPUT for what is malformed, names many or a role, and NOT_FOUND for what names nothing.
 */
export async function resolvePlaces(
  db: Queryable,
  graph: Graph,
  caller: Caller,
  refs: readonly string[],
): Promise<Place[]> {
  const split = refs.map((ref) => splitMember(ref));
  const resolve = async (wanted: typeof WITH_MEMBERS | undefined, some: readonly SplitMember[]) => {
    const stems = [...new Set(some.map(({ stem }) => stem))];
    const found = await graph.references.resolveAll(db, caller.project, stems, wanted, { includeDeleted: true });
    return new Map(stems.map((stem, index) => [stem, found[index]?.id ?? '']));
  };
  const whole = split.filter(({ member }) => member === undefined);
  const parts = split.filter(({ member }) => member !== undefined);
  const wholeIds = whole.length === 0 ? undefined : await resolve(undefined, whole);
  const partIds = parts.length === 0 ? undefined : await resolve(WITH_MEMBERS, parts);
  const nodes = await graph.nodes.load([...(partIds?.values() ?? [])]);
  return split.map(({ stem, member }) => {
    if (member === undefined) return { id: wholeIds?.get(stem) ?? '', member: null };
    const node = nodes.get(partIds?.get(stem) ?? '');
    if (node === undefined) throw new Error(`${stem} was resolved, but not loaded`);
    return { id: node.node.id, member: memberOf(node, member) };
  });
}

interface SplitMember {
  readonly stem: string;
  readonly member: string | undefined;
}

/** What is malformed is left whole, for whoever reads references: the error is theirs. */
function splitMember(ref: string): SplitMember {
  const split = splitRef(ref, { roles: true });
  if (!split.ok || split.parts.member === undefined) return { stem: ref, member: undefined };
  const { member, role } = split.parts;
  if (role !== undefined)
    throw badInput(
      `${inQuotes(ref)} names a role; lineage is the same in all of them. Leave out ${inQuotes(`~${formatName(role)}`)}.`,
      { found: ref },
    );
  return { stem: split.stem, member: oneOf(member, ref) };
}

function oneOf(member: Member, ref: string): string {
  if (member !== 'ALL') return member.name;
  throw badInput(`${inQuotes(ref)} names many; name one of them, or leave out ":*" to mean the whole version.`, {
    found: ref,
  });
}

/** As the node spells it. */
function memberOf(node: GraphNode, name: string): string {
  if (node instanceof DatasetVersion) {
    const column = columnFinder(node)(name);
    if (column === undefined) throw noSuchColumn(node, name);
    return column.name;
  }
  if (!(node instanceof FeatureSetVersion)) throw new Error(`${node.label} has neither columns nor features`);
  if (node.features.some((feature) => feature.name === name)) return name;
  throw noSuchFeature(node, name);
}

/** NOT_FOUND, with the features that there are. */
function noSuchFeature({ label, features }: FeatureSetVersion, missing: string): HeadwaterError {
  const names = features.map(({ name }) => name);
  const near = likeNames(missing, names);
  return notFound(`${label} has no feature ${inQuotes(missing)}; it has ${listNames(names)}.${didYouMean(near)}`, {
    found: `${label}:${formatName(missing)}`,
    ...(near.length > 0 && { suggestions: near.map((name) => `${label}:${formatName(name)}`) }),
  });
}
