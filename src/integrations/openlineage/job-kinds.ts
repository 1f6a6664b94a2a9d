import type { NodeKind } from '../../graph/nodes/node-kind.js';

export const JOB: NodeKind = 'JOB';
