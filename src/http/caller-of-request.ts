import type { FastifyRequest } from 'fastify';
import type { Caller } from '../graph/nodes/caller.js';
import { headerText } from '../platform/http/requests/header-text.js';
import { lifetimeOf, signalOf } from '../platform/http/requests/request-signal.js';
import type { ProjectService } from '../projects/project.service.js';

/** Says on whose behalf a request is answered. */
export type CallerOf = (request: FastifyRequest) => Promise<Caller>;

/** The caller that the headers of a request name. A class, because an object literal with a getter costs a lookup 80 µs. */
class RequestCaller implements Caller {
  constructor(
    readonly project: string,
    readonly user: string,
    private readonly request: FastifyRequest,
  ) {}

  /** Made when it is first asked for. */
  get signal(): AbortSignal {
    return signalOf(this.request);
  }

  requireWaiting(): void {
    lifetimeOf(this.request).requireWaiting();
  }
}

/** In UTF-16 units, and before its letters are composed; how long a name may be is what names are checked for. */
const LONGEST_PROJECT = 2_048;
const LONGEST_USER = 256;

/** Reads the caller from a request. Throws NOT_FOUND for a project that does not exist, BAD_USER_INPUT for headers that are no text. */
export async function callerOf(projects: ProjectService, request: FastifyRequest): Promise<Caller> {
  const project = await projects.require(headerText(request, 'headwater-project', LONGEST_PROJECT) ?? 'default');
  return new RequestCaller(project, headerText(request, 'headwater-user', LONGEST_USER) ?? 'anonymous', request);
}
