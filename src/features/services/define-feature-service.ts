import type { Graph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { lockLifecycle } from '../../graph/nodes/lifecycle/lifecycle.sql.js';
import { registerVersion } from '../../graph/register-version.js';
import type { Database } from '../../platform/database/database.js';
import type { FeatureReferences } from '../definitions/references/feature-references.js';
import { FEATURE_SERVICE, FEATURE_SERVICE_VERSION } from '../feature-kinds.js';
import { drawSignature, readSignatures, sameSignature } from '../signatures/signature.js';
import { FeatureService, FeatureServiceVersion } from './feature-service.entity.js';
import { checkFeatureService, type DefineFeatureServiceInput } from './feature-service.input.js';
import { pinServedFeatures } from './pin-served-features.js';

/** What defining needs. */
export interface ServiceDependencies {
  readonly database: Database;
  readonly graph: Graph;
  readonly references: FeatureReferences;
}

export interface DefinedFeatureService {
  readonly featureService: FeatureService;
  readonly featureServiceVersion: FeatureServiceVersion;
  /** False when the newest version was the same. */
  readonly created: boolean;
}

/** Pins the features of a service in a version, unless the newest has the same ones in the same order and roles. */
export async function defineFeatureService(
  { database, graph, references }: ServiceDependencies,
  caller: Caller,
  input: DefineFeatureServiceInput,
): Promise<DefinedFeatureService> {
  caller.demand('feature-service:define');
  checkFeatureService(input);
  return database.transaction(async (tx) => {
    graph.record(tx, caller, 'feature-service:define');
    // From here on no rows of the project are dropped until this commits, for what a service pins is to be served.
    await lockLifecycle(tx, caller.project);
    const features = await pinServedFeatures(tx, references, caller, input.features);
    const service = await graph.writer.ensureNode(tx, caller, { kind: FEATURE_SERVICE, name: input.name });
    const { id, created } = await registerVersion(tx, graph, caller, {
      kind: FEATURE_SERVICE_VERSION,
      type: FeatureServiceVersion,
      parent: { id: service.id, name: input.name },
      metadata: input,
      origin: input.origin,
      isSame: async ({ node }) => sameSignature((await readSignatures(tx, [node.id])).get(node.id) ?? [], features),
      async write(append) {
        // Nothing leaves a node that was made in this transaction, so no edge into it can close a cycle.
        await drawSignature(tx, await append(), features, null);
      },
    });
    const nodes = graph.nodes.within(tx);
    return {
      featureService: await nodes.get(FeatureService, service.id),
      featureServiceVersion: await nodes.get(FeatureServiceVersion, id),
      created,
    };
  });
}
