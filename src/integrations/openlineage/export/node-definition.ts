import { DatasetVersion } from '../../../datasets/dataset-version.entity.js';
import { Deployment } from '../../../deployments/deployment.entity.js';
import { Entity } from '../../../features/definitions/entities/entity.entity.js';
import { FeatureSetVersion } from '../../../features/definitions/versions/feature-set-version.entity.js';
import type { GraphNode } from '../../../graph/nodes/graph-node.js';
import { ModelVersion } from '../../../models/versions/model-version.entity.js';
import { withoutPassword } from '../../../platform/text/without-password.js';
import { Run } from '../../../runs/record/run.entity.js';

/** What makes a node again beside its edges: what it was registered with, in the words of the mutation that takes it; undefined for what has only a name. */
export function definitionOf(node: GraphNode): Readonly<Record<string, unknown>> | undefined {
  if (node instanceof DatasetVersion) {
    // Statistics may tell values of the data.
    const columns = node.columns.map(({ statistics: _, ...column }) => column);
    const { digest, rowCount, byteCount } = node;
    return { location: withoutPassword(node.location), digest, columns, rowCount, byteCount };
  }
  if (node instanceof Entity) return { joinKeys: node.joinKeys };
  if (node instanceof FeatureSetVersion) {
    const { features, ttlSeconds, onFutureEvent, keepHistoryFor, transformation } = node;
    return { features, ttlSeconds, onFutureEvent, keepHistoryFor, transformation };
  }
  if (node instanceof ModelVersion) {
    const { artifact, metrics, requestInputs } = node;
    return { artifact: { ...artifact, uri: withoutPassword(artifact.uri) }, metrics, requestInputs };
  }
  if (node instanceof Run) return { type: node.type, code: node.code };
  return node instanceof Deployment && node.endpoint !== null
    ? { endpoint: withoutPassword(node.endpoint) }
    : undefined;
}
