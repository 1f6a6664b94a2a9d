import { type Action, isAction } from '../../graph/nodes/action.js';
import { describeValue } from '../../platform/text/describe-value.js';
import { OWN_RIGHTS, ROLE_ACTIONS, ROLES, type Role } from './role.js';

/** A role somewhere, and rights of their own beside it. */
export interface Grant {
  readonly role: Role;
  /** Null: in every project. */
  readonly project: string | null;
  readonly rights: readonly Action[];
}

/** What some grants come to in a project. */
export function actionsOf(grants: readonly Grant[], project: string): ReadonlySet<Action> {
  const here = grants.filter((grant) => grant.project === null || grant.project === project);
  return new Set(here.flatMap(({ role, rights }) => [...ROLE_ACTIONS[role], ...rights]));
}

/** Throws, with what would be right, for a text that names no role. */
export function readRole(text: string): Role {
  const role = ROLES.find((each) => each === text);
  if (role !== undefined) return role;
  throw new Error(`${describeValue(text)} is no role; it is one of ${ROLES.join(', ')}.`);
}

/** Throws, with what would be right, for a text that names no right which is granted by name. */
export function readOwnRight(text: string): Action {
  if (isAction(text) && OWN_RIGHTS.includes(text)) return text;
  throw new Error(`${describeValue(text)} is no right that is granted by name; those are ${OWN_RIGHTS.join(', ')}.`);
}
