import type { NodeKind } from '../graph/nodes/kinds/node-kind.js';

export const DATASET: NodeKind = 'DATASET';
export const DATASET_VERSION: NodeKind = 'DATASET_VERSION';
