import type { NodeKind } from '../../graph/nodes/kinds/node-kind.js';

export const JOB: NodeKind = 'JOB';
