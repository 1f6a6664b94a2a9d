import { formatName, type Member } from '../../../graph/names/format-ref.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import type { References } from '../../../graph/references/references.js';
import type { Queryable } from '../../../platform/database/queryable.js';
import { badInput, notFound } from '../../../platform/errors.js';
import { didYouMean, likeNames, listNames } from '../../../platform/text/did-you-mean.js';
import { inQuotes } from '../../../platform/text/in-quotes.js';
import type { DataType } from '../../../values/data-type.js';
import { FEATURE_SET_VERSION } from '../../feature-kinds.js';
import { type Definition, type DeprecationFacts, selectDefinitions } from './feature-references.sql.js';
import { type FeatureRequest, parseFeatureRef } from './feature-request.js';
import { type KeyPlace, keyColumnsOf } from './key-columns.js';

/** One feature of one feature set version. */
export interface ResolvedFeature {
  /** Canonical and pinned: `airport_traffic@2:mean_delay_3h`, with its role where it has one. */
  readonly ref: string;
  readonly featureSetVersionId: string;
  /** `airport_traffic@2` */
  readonly featureSet: string;
  readonly name: string;
  readonly role: string | null;
  /** The columns of a row that its join keys are read from, in their order. */
  readonly keyColumns: readonly string[];
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
const IN_NO_ROLE: KeyPlace = { role: null, keys: null };

/** Turns `airport_traffic@2:mean_delay_3h` and `airport_traffic:*~origin` into features of pinned versions. */
export class FeatureReferences {
  constructor(private readonly references: References) {}

  /** The features meant, in order, `:*` expanded. Throws BAD_USER_INPUT (malformed, too many) or NOT_FOUND (unknown). */
  async resolveAll(db: Queryable, caller: Caller, refs: readonly FeatureRequest[]): Promise<ResolvedFeature[]> {
    return (await this.resolve(db, caller, refs)).features;
  }

  /** The same, and the ids of the feature sets of which a reference names no version. */
  async resolve(
    db: Queryable,
    caller: Caller,
    refs: readonly FeatureRequest[],
  ): Promise<{ features: ResolvedFeature[]; unpinned: string[] }> {
    const parsed = refs.map(parseRequest);
    const sets = parsed.map(({ set }) => set);
    const versions = await this.references.resolveAll(db, caller.project, sets, [FEATURE_SET_VERSION]);
    const definitions = await selectDefinitions(
      db,
      versions.map(({ id }) => id),
    );
    const unpinned = new Map<string, string>();
    let mixed = false;
    const wanted = parsed.map(({ feature, role, keys }, index) => {
      const version = versions[index];
      const definition = definitions.get(version?.id ?? '');
      if (definition === undefined) throw new Error(`feature set version ${sets[index]} has no definition`);
      if (version?.pinned === false) {
        mixed ||= (unpinned.get(definition.featureSetId) ?? definition.id) !== definition.id;
        unpinned.set(definition.featureSetId, definition.id);
      }
      return { definition, feature, place: { role, keys } };
    });
    refuseManyFeatures(wanted);
    // Names and ids are looked up one after the other: a switch came between.
    if (mixed) return this.resolve(db, caller, refs);
    const find = featureFinder();
    const features = wanted.flatMap(({ definition, feature, place }) =>
      feature === 'ALL' ? allFeatures(definition, place) : [find(definition, feature.name, place)],
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

function parseRequest(request: FeatureRequest) {
  if (typeof request === 'string') return { ...parseFeatureRef(request), keys: null };
  return { ...parseFeatureRef(request.ref), keys: request.keys };
}

/** Every feature of a definition, in its order. */
export function allFeatures(definition: Definition, place: KeyPlace = IN_NO_ROLE): ResolvedFeature[] {
  const keyColumns = keyColumnsOf(definition, place);
  return definition.features.map((_feature, position) => featureAt(definition, position, place.role, keyColumns));
}

function featureAt(
  definition: Definition,
  position: number,
  role: string | null,
  keyColumns: readonly string[],
): ResolvedFeature {
  const feature = definition.features[position];
  if (feature === undefined) throw new Error(`${definition.label} has no feature ${position}`);
  return {
    ref: inRole(`${definition.label}:${feature.name}`, role),
    featureSetVersionId: definition.id,
    featureSet: definition.label,
    name: feature.name,
    role,
    keyColumns,
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
  return (definition, name, place = IN_NO_ROLE) => {
    const known = places.get(definition) ?? new Map(definition.features.map((feature, index) => [feature.name, index]));
    places.set(definition, known);
    const position = known.get(name);
    if (position === undefined) return oneFeature(definition, name, place);
    return featureAt(definition, position, place.role, keyColumnsOf(definition, place));
  };
}

/** Throws NOT_FOUND, with the names that there are, for a feature that the definition lacks. */
export function oneFeature(definition: Definition, name: string, place: KeyPlace = IN_NO_ROLE): ResolvedFeature {
  const position = definition.features.findIndex((candidate) => candidate.name === name);
  if (position >= 0) return featureAt(definition, position, place.role, keyColumnsOf(definition, place));
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

/** A reference to a feature with the role that it is read in. A role has a plain name. */
export function inRole(ref: string, role: string | null): string {
  return role === null ? ref : `${ref}~${role}`;
}
