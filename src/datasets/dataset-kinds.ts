import type { NodeKind } from '../graph/nodes/node-kind.js';

export const DATASET: NodeKind = 'DATASET';
export const DATASET_VERSION: NodeKind = 'DATASET_VERSION';
