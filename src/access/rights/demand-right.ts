import { quoteName } from '../../graph/names/format-ref.js';
import type { Action } from '../../graph/nodes/action.js';
import { HeadwaterError } from '../../platform/errors.js';
import type { Principal } from './principal.js';

/** Throws FORBIDDEN unless the principal may do it in the project. */
export function demandRight(principal: Principal, action: Action, project: string): void {
  if (principal.rightsIn(project).has(action)) return;
  throw new HeadwaterError(
    'FORBIDDEN',
    `${JSON.stringify(principal.name)} may not do this in project ${quoteName(project)}: it takes the right ${action}.`,
    { action, project },
  );
}
