import type { DataType } from '../../datasets/data-type.js';
import { NodeKind } from '../../graph/node-kind.js';
import type { References } from '../../graph/references/references.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { didYouMean, likeNames, listNames } from '../../platform/did-you-mean.js';
import { badInput, notFound } from '../../platform/errors.js';
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

/** Turns `airport_traffic@2:mean_delay_7d` and `airport_traffic:*` into features of pinned versions. */
export class FeatureReferences {
  constructor(private readonly references: References) {}

  /** The features meant, in order, `:*` expanded. Throws BAD_USER_INPUT (malformed) or NOT_FOUND (unknown). */
  async resolveAll(db: Queryable, project: string, refs: readonly string[]): Promise<ResolvedFeature[]> {
    return (await this.resolve(db, project, refs)).features;
  }

  /** The same, and the ids of the feature sets of which a reference names no version. */
  async resolve(
    db: Queryable,
    project: string,
    refs: readonly string[],
  ): Promise<{ features: ResolvedFeature[]; unpinned: string[] }> {
    const parsed = refs.map(parseFeatureRef);
    const sets = parsed.map(({ set }) => set);
    const versions = await this.references.resolveAll(db, project, sets, [NodeKind.FEATURE_SET_VERSION]);
    const definitions = await selectDefinitions(
      db,
      versions.map(({ id }) => id),
    );
    const unpinned = new Map<string, string>();
    let mixed = false;
    const features = parsed.flatMap(({ feature }, index) => {
      const version = versions[index];
      const definition = definitions.get(version?.id ?? '');
      if (definition === undefined) throw new Error(`feature set version ${sets[index]} has no definition`);
      if (version?.pinned === false) {
        mixed ||= (unpinned.get(definition.featureSetId) ?? definition.id) !== definition.id;
        unpinned.set(definition.featureSetId, definition.id);
      }
      return feature === '*' ? allFeatures(definition) : [oneFeature(definition, feature)];
    });
    // Names and ids are looked up one after the other: a switch came between.
    return mixed ? this.resolve(db, project, refs) : { features, unpinned: [...unpinned.keys()] };
  }
}

/** Every feature of a definition, in its order. */
export function allFeatures(definition: Definition): ResolvedFeature[] {
  return definition.features.map(({ name, type }, position) => ({
    ref: `${definition.label}:${name}`,
    featureSetVersionId: definition.id,
    featureSet: definition.label,
    name,
    type,
    position,
    deprecation: definition.deprecations[name] ?? definition.deprecations[''] ?? null,
  }));
}

/** Throws NOT_FOUND, with the names that there are, for a feature that the definition lacks. */
export function oneFeature(definition: Definition, name: string): ResolvedFeature {
  const feature = allFeatures(definition).find((candidate) => candidate.name === name);
  if (feature !== undefined) return feature;
  const names = definition.features.map((candidate) => candidate.name);
  const near = likeNames(name, names);
  throw notFound(`${definition.label} has no feature "${name}"; it has ${listNames(names)}.${didYouMean(near)}`, {
    found: `${definition.label}:${name}`,
    expected: names.slice(0, MAX_NAMED),
    ...(near.length > 0 && { suggestions: near.map((candidate) => `${definition.label}:${candidate}`) }),
  });
}

/** What is no feature name is looked for all the same: the error then says what there is. */
function parseFeatureRef(ref: string): { set: string; feature: string } {
  const [set = '', feature, ...more] = ref.split(':');
  if (set !== '' && feature !== undefined && feature !== '' && more.length === 0) return { set, feature };
  throw badInput(
    `"${ref}" is not a feature reference: ${problemOf(set, feature)}. Write "feature_set:feature", "feature_set@version:feature", or "feature_set:*" for all.`,
    { found: ref },
  );
}

function problemOf(set: string, feature: string | undefined): string {
  if (set === '') return 'no feature set stands before ":"';
  if (feature === undefined) return 'it has no ":", which the feature stands after';
  return feature === '' ? 'nothing stands after ":"' : '":" stands in it more than once';
}
