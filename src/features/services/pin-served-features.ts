import type { Caller } from '../../graph/nodes/caller.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { requireRows } from '../definitions/changes/dropped-rows.js';
import type { FeatureReferences, ResolvedFeature } from '../definitions/references/feature-references.js';
import { selectDefinitions } from '../definitions/references/feature-references.sql.js';
import { pinSignature } from '../signatures/signature.js';

/** Pins what a service is to give. Throws FAILED_PRECONDITION for a version whose rows were dropped: nobody could read the service. */
export async function pinServedFeatures(
  db: Queryable,
  references: FeatureReferences,
  caller: Caller,
  refs: readonly string[],
): Promise<ResolvedFeature[]> {
  const features = await pinSignature(db, references, caller, refs);
  const ids = features.map(({ featureSetVersionId }) => featureSetVersionId);
  for (const definition of (await selectDefinitions(db, ids)).values()) requireRows(definition);
  return features;
}
