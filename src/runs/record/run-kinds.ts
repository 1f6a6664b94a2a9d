import type { NodeKind } from '../../graph/nodes/kinds/node-kind.js';

export const EXPERIMENT: NodeKind = 'EXPERIMENT';
export const RUN: NodeKind = 'RUN';
