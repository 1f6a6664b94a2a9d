import type { NodeKind } from '../graph/nodes/kinds/node-kind.js';

export const ENTITY: NodeKind = 'ENTITY';
export const FEATURE_SET: NodeKind = 'FEATURE_SET';
export const FEATURE_SET_VERSION: NodeKind = 'FEATURE_SET_VERSION';
export const FEATURE_SERVICE: NodeKind = 'FEATURE_SERVICE';
export const FEATURE_SERVICE_VERSION: NodeKind = 'FEATURE_SERVICE_VERSION';
