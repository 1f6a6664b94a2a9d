import type { FastifyRequest } from 'fastify';
import type { Access } from '../access/access.js';
import { demandRight } from '../access/demand-right.js';
import type { Principal, Rights } from '../access/principal.js';
import type { Action } from '../graph/nodes/action.js';
import type { Caller } from '../graph/nodes/caller.js';
import type { Door } from '../graph/nodes/changes/door.js';
import { headerText } from '../platform/http/requests/header-text.js';
import { lifetimeOf, signalOf } from '../platform/http/requests/request-signal.js';
import type { ProjectReads } from '../projects/project-reads.js';

/** Says on whose behalf a request is answered. */
export type CallerOf = (request: FastifyRequest) => Promise<Caller>;

/** The callers of requests. `ofEvent`: of one event of an answer that goes on, for which they show anew who they are. */
export interface Callers {
  readonly caller: CallerOf;
  readonly callerOfEvent: CallerOf;
}

/** The caller that the headers of a request name. A class, because an object literal with a getter costs a lookup 80 µs. */
class RequestCaller implements Caller {
  private readonly rights: Rights;

  constructor(
    readonly project: string,
    private readonly principal: Principal,
    private readonly request: FastifyRequest,
  ) {
    this.rights = principal.rightsIn(project);
  }

  get user(): string {
    return this.principal.name;
  }

  get door(): Door {
    return this.request.routeOptions.url === '/graphql' ? 'GRAPHQL' : 'HTTP';
  }

  get requestId(): string {
    return this.request.id;
  }

  /** Made when it is first asked for. */
  get signal(): AbortSignal {
    return signalOf(this.request);
  }

  requireWaiting(): void {
    lifetimeOf(this.request).requireWaiting();
  }

  may(action: Action, project = this.project): boolean {
    return (project === this.project ? this.rights : this.principal.rightsIn(project)).has(action);
  }

  demand(action: Action, project = this.project): void {
    if (!this.may(action, project)) demandRight(this.principal, action, project);
  }
}

/** In UTF-16 units, and before its letters are composed; how long a name may be is what names are checked for. */
const LONGEST_PROJECT = 2_048;

/** Reads the caller from a request. Throws NOT_FOUND for a project that does not exist, BAD_USER_INPUT for headers that are no text. */
export async function callerOf(access: Access, projects: ProjectReads, request: FastifyRequest): Promise<Caller> {
  const project = await projects.require(headerText(request, 'headwater-project', LONGEST_PROJECT) ?? 'default');
  return new RequestCaller(project, access.principalOf(request), request);
}
