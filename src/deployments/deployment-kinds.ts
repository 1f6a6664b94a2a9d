import type { NodeKind } from '../graph/nodes/node-kind.js';

export const ENVIRONMENT: NodeKind = 'ENVIRONMENT';
export const DEPLOYMENT: NodeKind = 'DEPLOYMENT';
