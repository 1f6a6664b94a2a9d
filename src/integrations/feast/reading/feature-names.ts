import type { LookupPlan } from '../../../features/lookups/online/plans/lookup-plan.js';
import { formatName } from '../../../graph/names/format-ref.js';
import { HTTP_STATUS } from '../../../platform/errors.js';
import { plainName } from '../../../platform/text/plain-name.js';
import { FeastError, refused } from '../protocol/feast-error.js';

/** `driver_stats:conv_rate`, or `driver_stats@v2:conv_rate`: names here hold neither `@` nor `:`. */
const REFERENCE = /^([^:@]+)(?:@v?(\d{1,9}))?:([^:]+)$/;

/** A feature as it was asked for. */
export interface AskedFeature {
  readonly view: string;
  /** With its version, where it names one: `driver_stats@v2`. */
  readonly pinnedView: string;
  readonly feature: string;
  /** What Headwater calls it. */
  readonly ref: string;
}

/** Reads a reference of Feast. What it calls `v2` is version 2 here. */
export function readReference(text: string): AskedFeature {
  const [, view, version, feature] = REFERENCE.exec(text) ?? [];
  if (view === undefined || feature === undefined)
    throw refused(
      `The feature ${JSON.stringify(text.slice(0, 200))} is not a reference; write "driver_stats:conv_rate", or "driver_stats@v2:conv_rate".`,
    );
  const set = formatName(plainName(view, 'set'));
  return {
    view,
    pinnedView: version === undefined ? view : `${view}@v${version}`,
    feature,
    ref: `${set}${version === undefined ? '' : `@${version}`}:${plainName(feature, 'column')}`,
  };
}

/** What the features of an answer are called. Throws where two would have one name. */
export function namesOf(
  plan: LookupPlan,
  asked: readonly AskedFeature[] | undefined,
  full: boolean,
  reserved: readonly string[],
): readonly string[] {
  const names = plan.columns.map(({ featureSet, name, role }, index) => {
    const named = asked?.[index];
    const feature = named?.feature ?? name;
    // As an aliased projection has it.
    if (role !== null) return `${role}__${feature}`;
    const view = named?.pinnedView ?? featureSet?.replace(/@\d+$/, '');
    return full && view !== undefined ? `${view}__${feature}` : feature;
  });
  const seen = new Set(reserved);
  for (const name of names) {
    if (seen.has(name)) throw collision(name, full);
    seen.add(name);
  }
  return names;
}

function collision(name: string, full: boolean): FeastError {
  const way = full
    ? 'Ask for each feature once.'
    : 'Ask for each feature once, and set full_feature_names where several views have one of that name.';
  return new FeastError(
    'FeatureNameCollisionError',
    HTTP_STATUS.BAD_USER_INPUT,
    `The name ${JSON.stringify(name.slice(0, 200))} would stand for two columns of the answer. ${way}`,
  );
}
