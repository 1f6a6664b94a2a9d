import type { NodeKind } from '../graph/nodes/kinds/node-kind.js';

export const ENVIRONMENT: NodeKind = 'ENVIRONMENT';
export const DEPLOYMENT: NodeKind = 'DEPLOYMENT';
