import { formatName } from '../../graph/names/format-ref.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { checkMetadata } from '../../graph/nodes/check-metadata.js';
import { findByLabel, findLastVersion, findNewestVersions } from '../../graph/nodes/storage/node.sql.js';
import { FEATURE_SERVICE } from '../feature-kinds.js';
import { readSignatures, sameSignature } from '../signatures/signature.js';
import type { ServiceDependencies } from './define-feature-service.js';
import { FeatureServiceVersion } from './feature-service.entity.js';
import { checkFeatureService, type DefineFeatureServiceInput } from './feature-service.input.js';
import { pinServedFeatures } from './pin-served-features.js';

/** What defining would do. */
export interface ServicePreview {
  /** Undefined: the service would be made. */
  readonly featureServiceId: string | undefined;
  /** The version that has these features already. */
  readonly sameId: string | undefined;
  /** The number of the version. */
  readonly version: number;
  /** Pinned references, in order. */
  readonly features: readonly string[];
}

/** Looks at what defining a service would do, and refuses what defining would refuse. Writes nothing, not even a number is used up. */
export async function previewFeatureService(
  { database, graph, references }: ServiceDependencies,
  caller: Caller,
  input: DefineFeatureServiceInput,
): Promise<ServicePreview> {
  checkFeatureService(input);
  checkMetadata(input);
  return database.readOnlyTransaction(async (tx) => {
    const pinned = await pinServedFeatures(tx, references, caller, input.features);
    const features = pinned.map(({ ref }) => ref);
    const serviceId = await findByLabel(tx, caller.project, formatName(input.name), FEATURE_SERVICE);
    if (serviceId === undefined) return { featureServiceId: undefined, sameId: undefined, version: 1, features };
    const newestId = (await findNewestVersions(tx, [serviceId])).get(serviceId);
    if (newestId !== undefined && sameSignature((await readSignatures(tx, [newestId])).get(newestId) ?? [], pinned)) {
      const { version } = await graph.nodes.within(tx).get(FeatureServiceVersion, newestId);
      return { featureServiceId: serviceId, sameId: newestId, version, features };
    }
    const version = (await findLastVersion(tx, serviceId)) + 1;
    return { featureServiceId: serviceId, sameId: undefined, version, features };
  });
}
