import { createHash } from 'node:crypto';
import { canonicalJson } from '../../platform/text/canonical-json.js';
import type { PublishFeatureSetInput } from './feature-set.input.js';
import type { ColumnLineage } from './references/column-lineage.js';
import { FutureEventPolicy } from './rules/future-event-policy.js';
import { valueRules } from './rules/value-rules.js';

/** What makes two versions the same: everything that decides what the rows mean. */
export function definitionOf(input: PublishFeatureSetInput, lineage: ColumnLineage) {
  const features = input.features.map((feature) => ({
    name: feature.name,
    type: feature.type,
    description: feature.description ?? null,
    allowNonFinite: feature.allowNonFinite === true,
    ...valueRules(feature),
  }));
  const ttlSeconds = input.ttlSeconds === 0 ? null : (input.ttlSeconds ?? null);
  const transformation =
    input.transformation == null
      ? null
      : {
          repository: input.transformation.repository ?? null,
          commit: input.transformation.commit ?? null,
          entryPoint: input.transformation.entryPoint ?? null,
          ...(input.transformation.sql != null && { sql: input.transformation.sql }),
        };
  const onFutureEvent = input.onFutureEvent ?? FutureEventPolicy.REJECT;
  const whole = canonicalJson({
    features,
    ttlSeconds,
    transformation,
    sources: Object.fromEntries(lineage),
    // Only where it is not the default, so that a definition without it is what it always was.
    ...(onFutureEvent !== FutureEventPolicy.REJECT && { onFutureEvent }),
  });
  return {
    features,
    ttlSeconds,
    transformation,
    onFutureEvent,
    digest: createHash('sha256').update(whole).digest('hex'),
  };
}
