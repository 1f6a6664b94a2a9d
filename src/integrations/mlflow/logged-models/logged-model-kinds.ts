import type { NodeKind } from '../../../graph/nodes/node-kind.js';

export const LOGGED_MODEL: NodeKind = 'LOGGED_MODEL';
