import { canonicalJson } from '../../../platform/text/canonical-json.js';
import { type Feature, hasDefault, ViolationPolicy } from '../feature.js';
import type { FutureEventPolicy } from '../rules/future-event-policy.js';

/** What two versions are compared by. */
export interface ComparedVersion {
  readonly label: string;
  readonly entityId: string;
  readonly entity: string;
  readonly features: readonly Feature[];
  readonly ttlSeconds: number | null;
  readonly transformation: unknown;
  readonly onFutureEvent: FutureEventPolicy;
  /** feature → dataset version label → columns */
  readonly sources: Readonly<Record<string, unknown>>;
}

/** One thing that differs. */
export interface Change {
  /** `type`, `description`, `defaultValue`, …, or `ttlSeconds`, `transformation`, `onFutureEvent` of the version. */
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
}

export interface ChangedFeature {
  readonly name: string;
  readonly changes: readonly Change[];
}

export interface Comparison {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly ChangedFeature[];
  readonly changes: readonly Change[];
  /** Whether whoever reads `from` could read `to`: every feature of it is there, with the same type. */
  readonly compatible: boolean;
  readonly summary: string;
}

const FIELDS = ['type', 'description', 'allowNonFinite', 'defaultValue', 'allowed', 'onViolation'] as const;
const VERSION_FIELDS = ['ttlSeconds', 'transformation', 'onFutureEvent'] as const;

/** What changed from one version to another. */
export function compareVersions(from: ComparedVersion, to: ComparedVersion): Comparison {
  const names = (version: ComparedVersion) => version.features.map(({ name }) => name);
  const added = names(to).filter((name) => !names(from).includes(name));
  const removed = names(from).filter((name) => !names(to).includes(name));
  const changed = names(from)
    .filter((name) => !removed.includes(name))
    .map((name) => ({ name, changes: featureChanges(from, to, name) }))
    .filter(({ changes }) => changes.length > 0);
  const changes = VERSION_FIELDS.flatMap((field) => change(field, from[field], to[field]));
  const retyped = changed.filter((feature) => feature.changes.some(({ field }) => field === 'type'));
  const compatible = removed.length === 0 && retyped.length === 0;
  return {
    added,
    removed,
    changed,
    changes,
    compatible,
    summary: summarize(from, to, { added, removed, changed, changes, compatible }),
  };
}

/** The features of `to` that are as they were in `from`: same type, same sources, and no value that was accepted is refused now. */
export function unchangedFeatures(from: ComparedVersion, to: ComparedVersion): string[] {
  const { added, changed } = compareVersions(from, to);
  const differing = new Map(changed.map(({ name, changes }) => [name, new Set(changes.map(({ field }) => field))]));
  return to.features
    .filter(({ name, ...rules }) => {
      if (added.includes(name)) return false;
      const fields = differing.get(name);
      if (fields === undefined) return true;
      if (fields.has('type') || fields.has('sources')) return false;
      if (fields.has('allowNonFinite') && !rules.allowNonFinite) return false;
      const refuses = rules.allowed != null && rules.onViolation !== ViolationPolicy.COUNT;
      return !(refuses && (fields.has('allowed') || fields.has('onViolation')));
    })
    .map(({ name }) => name);
}

function featureChanges(from: ComparedVersion, to: ComparedVersion, name: string): Change[] {
  const place = (version: ComparedVersion) => version.features.findIndex((feature) => feature.name === name);
  const [one, other] = [from.features[place(from)], to.features[place(to)]];
  return [
    ...FIELDS.flatMap((field) => change(field, one?.[field], other?.[field])),
    // No default and a default of null differ: without one, leaving the feature out is an error.
    ...change('hasDefault', hasDefault(one), hasDefault(other)),
    ...change('sources', from.sources[name], to.sources[name]),
    ...change('position', place(from), place(to)),
  ];
}

function change(field: string, from: unknown, to: unknown): Change[] {
  const [one, other] = [from ?? null, to ?? null];
  return canonicalJson(one) === canonicalJson(other) ? [] : [{ field, from: one, to: other }];
}

function summarize(from: ComparedVersion, to: ComparedVersion, found: Omit<Comparison, 'summary'>): string {
  const parts = [
    ...(found.added.length > 0 ? [`adds ${found.added.join(', ')}`] : []),
    ...(found.removed.length > 0 ? [`removes ${found.removed.join(', ')}`] : []),
    ...found.changed.map(
      ({ name, changes }) => `changes ${changes.map(({ field }) => field).join(' and ')} of ${name}`,
    ),
    ...found.changes.map(({ field }) => `changes ${field}`),
  ];
  const what = parts.length === 0 ? `${to.label} defines the same as ${from.label}` : `${to.label} ${parts.join('; ')}`;
  return `${what}. ${found.compatible ? `What reads ${from.label} can read ${to.label}.` : `What reads ${from.label} can't read ${to.label}.`}`;
}
