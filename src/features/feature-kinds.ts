import type { NodeKind } from '../graph/nodes/node-kind.js';

export const ENTITY: NodeKind = 'ENTITY';
export const FEATURE_SET: NodeKind = 'FEATURE_SET';
export const FEATURE_SET_VERSION: NodeKind = 'FEATURE_SET_VERSION';
