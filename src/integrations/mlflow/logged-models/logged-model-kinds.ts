import type { NodeKind } from '../../../graph/nodes/kinds/node-kind.js';

export const LOGGED_MODEL: NodeKind = 'LOGGED_MODEL';
