import type { NodeKind } from '../graph/nodes/kinds/node-kind.js';

export const MODEL: NodeKind = 'MODEL';
export const MODEL_VERSION: NodeKind = 'MODEL_VERSION';
