import { isAction } from '../../graph/nodes/action.js';
import { badInput } from '../../platform/errors.js';

/** Each once, in order; null for all. Throws BAD_USER_INPUT for what is no action. */
export function checkActions(actions: readonly string[] | null | undefined): readonly string[] | null {
  if (actions == null) return null;
  if (actions.length === 0)
    throw badInput('actions is empty, which nothing is; leave it out for all of them.', { field: 'actions' });
  const unknown = actions.find((action) => !isAction(action));
  if (unknown !== undefined)
    throw badInput(
      `actions has ${JSON.stringify(unknown.slice(0, 80))}, which is no action, such as model:set-alias.`,
      {
        field: 'actions',
        found: unknown.slice(0, 80),
      },
    );
  return [...new Set(actions)].sort();
}
