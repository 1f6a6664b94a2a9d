import type { NodeKind } from '../graph/nodes/node-kind.js';

export const MODEL: NodeKind = 'MODEL';
export const MODEL_VERSION: NodeKind = 'MODEL_VERSION';
