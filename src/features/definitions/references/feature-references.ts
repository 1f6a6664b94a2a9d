import { formatName, type Member } from '../../../graph/names/format-ref.js';
import { splitRef } from '../../../graph/names/split-ref.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import type { References } from '../../../graph/references/references.js';
import type { Queryable } from '../../../platform/database/queryable.js';
import { badInput, notFound } from '../../../platform/errors.js';
import { didYouMean, likeNames, listNames } from '../../../platform/text/did-you-mean.js';
import { inQuotes } from '../../../platform/text/in-quotes.js';
import type { DataType } from '../../../values/data-type.js';
import { FEATURE_SET_VERSION } from '../../feature-kinds.js';
import { type Definition, type DeprecationFacts, selectDefinitions } from './feature-references.sql.js';

/** One feature of one feature set version. */
export interface ResolvedFeature {
  /** Canonical and pinned: `airport_traffic@2:mean_delay_7d`. */
  readonly ref: string;
  readonly featureSetVersionId: string;
  /** `airport_traffic@2` */
  readonly featureSet: string;
  readonly name: string;
  readonly type: DataType;
  /** Its place in the definition, from 0. */
  readonly position: number;
  /** Why it, or its version, should not be used any more; null where it may. */
  readonly deprecation: DeprecationFacts | null;
}

/** A feature set may have thousands. */
const MAX_NAMED = 100;
/** Of one request, `:*` expanded. */
const MAX_FEATURES = 5_000;

/** Turns `airport_traffic@2:mean_delay_7d` and `airport_traffic:*` into features of pinned versions. */
export class FeatureReferences {
  constructor(private readonly references: References) {}

  /** The features meant, in order, `:*` expanded. Throws BAD_USER_INPUT (malformed, too many) or NOT_FOUND (unknown). */
  async resolveAll(db: Queryable, caller: Caller, refs: readonly string[]): Promise<ResolvedFeature[]> {
    return (await this.resolve(db, caller, refs)).features;
  }

  /** The same, and the ids of the feature sets of which a reference names no version. */
  async resolve(
    db: Queryable,
    caller: Caller,
    refs: readonly string[],
  ): Promise<{ features: ResolvedFeature[]; unpinned: string[] }> {
    const parsed = refs.map(parseFeatureRef);
    const sets = parsed.map(({ set }) => set);
    const versions = await this.references.resolveAll(db, caller.project, sets, [FEATURE_SET_VERSION]);
    const definitions = await selectDefinitions(
      db,
      versions.map(({ id }) => id),
    );
    const unpinned = new Map<string, string>();
    let mixed = false;
    const wanted = parsed.map(({ feature }, index) => {
      const version = versions[index];
      const definition = definitions.get(version?.id ?? '');
      if (definition === undefined) throw new Error(`feature set version ${sets[index]} has no definition`);
      if (version?.pinned === false) {
        mixed ||= (unpinned.get(definition.featureSetId) ?? definition.id) !== definition.id;
        unpinned.set(definition.featureSetId, definition.id);
      }
      return { definition, feature };
    });
    refuseManyFeatures(wanted);
    // Names and ids are looked up one after the other: a switch came between.
    if (mixed) return this.resolve(db, caller, refs);
    const find = featureFinder();
    const features = wanted.flatMap(({ definition, feature }) =>
      feature === 'ALL' ? allFeatures(definition) : [find(definition, feature.name)],
    );
    return { features, unpinned: [...unpinned.keys()] };
  }
}

/** Before they are made: a few thousand references to all of a large set are more than fits into memory. */
function refuseManyFeatures(wanted: readonly { readonly definition: Definition; readonly feature: Member }[]): void {
  let found = 0;
  for (const { definition, feature } of wanted) found += feature === 'ALL' ? definition.features.length : 1;
  if (found <= MAX_FEATURES) return;
  throw badInput(`${found} features were asked for; at most ${MAX_FEATURES} fit in one request.`, {
    field: 'features',
    found,
    expected: MAX_FEATURES,
  });
}

/** Every feature of a definition, in its order. */
export function allFeatures(definition: Definition): ResolvedFeature[] {
  return definition.features.map((_feature, position) => featureAt(definition, position));
}

function featureAt(definition: Definition, position: number): ResolvedFeature {
  const feature = definition.features[position];
  if (feature === undefined) throw new Error(`${definition.label} has no feature ${position}`);
  return {
    ref: `${definition.label}:${feature.name}`,
    featureSetVersionId: definition.id,
    featureSet: definition.label,
    name: feature.name,
    type: feature.type,
    position,
    deprecation: deprecationOf(definition, feature.name) ?? null,
  };
}

/** Why a feature of a version, or (without a name) the version, should not be used any more. A feature may be called `constructor`. */
export function deprecationOf({ deprecations }: Definition, feature: string): DeprecationFacts | undefined {
  return Object.hasOwn(deprecations, feature) ? deprecations[feature] : deprecations[''];
}

/** oneFeature for many features: it goes through each definition once. */
export function featureFinder(): typeof oneFeature {
  const places = new Map<Definition, ReadonlyMap<string, number>>();
  return (definition, name) => {
    const known = places.get(definition) ?? new Map(definition.features.map((feature, index) => [feature.name, index]));
    places.set(definition, known);
    const position = known.get(name);
    return position === undefined ? oneFeature(definition, name) : featureAt(definition, position);
  };
}

/** Throws NOT_FOUND, with the names that there are, for a feature that the definition lacks. */
export function oneFeature(definition: Definition, name: string): ResolvedFeature {
  const position = definition.features.findIndex((candidate) => candidate.name === name);
  if (position >= 0) return featureAt(definition, position);
  const names = definition.features.map((candidate) => candidate.name);
  const near = likeNames(name, names);
  throw notFound(
    `${definition.label} has no feature ${inQuotes(name)}; it has ${listNames(names)}.${didYouMean(near)}`,
    {
      found: `${definition.label}:${formatName(name)}`,
      expected: names.slice(0, MAX_NAMED),
      ...(near.length > 0 && { suggestions: near.map((candidate) => `${definition.label}:${candidate}`) }),
    },
  );
}

/** What is no feature name is looked for all the same: the error then says what there is. */
export function parseFeatureRef(ref: string): { set: string; feature: Member } {
  const split = splitRef(ref);
  if (split.ok && split.parts.member !== undefined) return { set: split.stem, feature: split.parts.member };
  const problem = split.ok ? 'it has no ":", which the feature stands after' : split.problem;
  throw badInput(
    `${inQuotes(ref)} is not a feature reference: ${ref.startsWith(':') ? 'no feature set stands before ":"' : problem}. Write "feature_set:feature", "feature_set@version:feature", or "feature_set:*" for all.`,
    { found: ref },
  );
}
