import { formatName } from '../../graph/names/format-ref.js';
import { groupBy } from '../../platform/group-by.js';
import { type FieldsOf, make } from '../../platform/make.js';
import { type Differing, differencesOf } from './difference.js';
import { type FeatureDifference, PinnedFeature } from './difference.types.js';
import type { FrozenGraph, FrozenNode } from './frozen-graph.js';

/** A feature in the signature of a model version, as it was pinned. */
interface Pinned {
  /** `airport_traffic@2:mean_delay_3h~origin` */
  readonly ref: string;
  readonly position: number;
  readonly type: string;
  /** The columns that it is computed from, in order. */
  readonly sources: readonly SourceColumn[];
}

interface SourceColumn {
  /** Of the dataset version. */
  readonly id: string;
  /** `flights@3:delay` */
  readonly ref: string;
}

/** Features that differ, as they are answered. */
export function comparePins(from: FrozenGraph, to: FrozenGraph): FieldsOf<FeatureDifference>[] {
  return compareFeatures(from, to).map(({ key: feature, change, before, after }) => ({
    feature,
    change,
    before: before === undefined ? null : describe(before),
    after: after === undefined ? null : describe(after),
    resourced: before !== undefined && after !== undefined && idsOf(before) !== idsOf(after),
  }));
}

function describe({ sources, ...pinned }: Pinned): PinnedFeature {
  return make(PinnedFeature, { ...pinned, sources: sources.map(({ ref }) => ref) });
}

/** Labels may be the same in two projects. */
function idsOf({ sources }: Pinned): string {
  return JSON.stringify(sources.map(({ id, ref }) => [id, ref]));
}

/** By their names without versions: `airport_traffic:mean_delay_3h~origin`. */
function compareFeatures(from: FrozenGraph, to: FrozenGraph): Differing<Pinned>[] {
  const [one, other] = [featuresOf(from), featuresOf(to)];
  const [before, after]: [Map<string, Pinned>, Map<string, Pinned>] = [new Map(), new Map()];
  // A signature may have a feature of several versions of its set: then each version stands by itself.
  for (const name of new Set([...one.keys(), ...other.keys()])) {
    const [was, is] = [one.get(name) ?? [], other.get(name) ?? []];
    const isOne = was.length <= 1 && is.length <= 1;
    for (const { feature } of was) before.set(isOne ? name : feature.ref, feature);
    for (const { feature } of is) after.set(isOne ? name : feature.ref, feature);
  }
  return differencesOf(before, after);
}

interface NamedFeature {
  readonly name: string;
  readonly feature: Pinned;
}

function featuresOf(graph: FrozenGraph): ReadonlyMap<string, NamedFeature[]> {
  const features = graph.sourcesOf(graph.root, 'SIGNATURE').flatMap(({ edge, node }) => {
    const typeOf = typesOf(node);
    const sourcesOf = columnsOf(graph, node);
    const signed = (edge.attributes.features ?? []) as readonly { name: string; position: number; role?: string }[];
    return signed.map(({ name, position, role }): NamedFeature => {
      const written = `${formatName(name)}${role === undefined ? '' : `~${formatName(role)}`}`;
      const ref = `${node.label}:${written}`;
      return {
        name: `${formatName(node.name)}:${written}`,
        feature: { ref, position, type: typeOf.get(name) ?? '', sources: sourcesOf(name) },
      };
    });
  });
  return groupBy(features, ({ name }) => name);
}

function typesOf({ facts }: FrozenNode): ReadonlyMap<string, string> {
  const features = (facts.features ?? []) as readonly { readonly name: string; readonly type: string }[];
  return new Map(features.map(({ name, type }) => [name, type]));
}

/** The columns of each feature of a set version. */
function columnsOf(graph: FrozenGraph, { id }: FrozenNode): (feature: string) => SourceColumn[] {
  const sources = graph.sourcesOf(id, 'SOURCE').map(({ edge, node }) => ({
    node,
    columns: (edge.attributes.columns ?? {}) as Readonly<Record<string, readonly string[]>>,
  }));
  return (feature) =>
    sources
      .flatMap(({ node, columns }) => {
        const names = Object.hasOwn(columns, feature) ? (columns[feature] ?? []) : [];
        return names.map((name) => ({ id: node.id, ref: `${node.label}:${formatName(name)}` }));
      })
      .sort((a, b) => (`${a.ref} ${a.id}` < `${b.ref} ${b.id}` ? -1 : 1));
}
