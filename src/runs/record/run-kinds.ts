import type { NodeKind } from '../../graph/nodes/node-kind.js';

export const EXPERIMENT: NodeKind = 'EXPERIMENT';
export const RUN: NodeKind = 'RUN';
