import type { FastifyRequest } from 'fastify';
import { quoteName } from '../graph/names/format-ref.js';
import type { Caller } from '../graph/nodes/caller.js';
import { HeadwaterError, notFound } from '../platform/errors.js';
import { headerText } from '../platform/http/requests/header-text.js';
import type { ProjectReads } from '../projects/project-reads.js';
import type { Access } from './access.js';
import { RequestCaller } from './callers.js';
import type { Principal } from './rights/principal.js';

/** Says on whose behalf a request is answered. */
export type CallerOf = (request: FastifyRequest) => Promise<Caller>;

/** The callers of requests. `ofEvent`: of one event of an answer that goes on, for which they show anew who they are. */
export interface Callers {
  readonly caller: CallerOf;
  readonly callerOfEvent: CallerOf;
}

/** What says who sends a request, and in which project it asks. */
export const CALLER_HEADERS = ['authorization', 'headwater-project', 'headwater-user'] as const;

/** In UTF-16 units, and before its letters are composed; how long a name may be is what names are checked for. */
const LONGEST_PROJECT = 2_048;

/**
 * Reads the caller from a request. The project is what its header says, or what its key is for. Throws NOT_FOUND for a project that does not
 * exist or that the caller may not see, BAD_USER_INPUT for headers that are no text.
 */
export async function callerOf(access: Access, projects: ProjectReads, request: FastifyRequest): Promise<Caller> {
  const principal = access.principalOf(request);
  const named = headerText(request, 'headwater-project', LONGEST_PROJECT);
  const wanted = named ?? principal.project ?? 'default';
  if (principal.rightsIn(wanted).size === 0) throw unseen(principal, named);
  return new RequestCaller(await projects.require(wanted), principal, request);
}

/** The same for a project that exists and for one that doesn't. */
function unseen({ name, grants }: Principal, named: string | undefined): Error {
  const seen = [...new Set(grants.map(({ project }) => project))].filter((project) => project !== null);
  const mine = seen.length === 0 ? 'none' : seen.slice(0, 10).map(quoteName).join(', ');
  const who = `${JSON.stringify(name)} has a role in ${mine}`;
  if (named === undefined)
    return new HeadwaterError('FORBIDDEN', `${who}; say which project with the header headwater-project.`);
  return notFound(`There is no project ${quoteName(named)} that you may see: ${who}.`, {
    field: 'headwater-project',
    found: named,
  });
}
