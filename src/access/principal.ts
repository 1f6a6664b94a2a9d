import type { Action } from '../graph/nodes/action.js';

/** Somebody, or some program, that does something. */
export interface Principal {
  /** What is recorded as `createdBy`. */
  readonly name: string;
  /** What it may do in a project. */
  rightsIn(project: string): Rights;
}

export interface Rights {
  has(action: Action): boolean;
}

const EVERYTHING: Rights = { has: () => true };

/** Who says so without proof, where access is open. */
export class UnverifiedPrincipal implements Principal {
  constructor(readonly name: string) {}

  rightsIn(): Rights {
    return EVERYTHING;
  }
}
