import type { OnGraph } from '../../graph/graph.js';
import type { Caller } from '../../graph/nodes/caller.js';
import { checkActions } from './check-actions.js';
import { positionOf } from './cursor.js';
import type { ChangeFilter } from './feed.sql.js';

/** Which changes somebody asks for, as it is written. */
export interface WantedChanges {
  /** References: changes that are about one of these nodes. */
  readonly of?: readonly string[] | null;
  readonly actions?: readonly string[] | null;
  /** A cursor of the feed. */
  readonly after?: string | null;
}

/** Reads what a caller asks for of its project. Throws BAD_USER_INPUT for what is none, NOT_FOUND for a node that isn't there. */
export async function readWantedChanges(
  { database, graph }: OnGraph,
  { project }: Pick<Caller, 'project'>,
  { of, actions, after }: WantedChanges,
): Promise<{ readonly after: number | undefined; readonly filter: ChangeFilter }> {
  const position = after == null ? undefined : positionOf(after);
  const known = checkActions(actions) ?? undefined;
  const nodes =
    of == null
      ? undefined
      : await graph.references.resolveAll(database, project, of, undefined, { includeDeleted: true });
  return { after: position, filter: { project, nodes: nodes?.map(({ id }) => id), actions: known } };
}
