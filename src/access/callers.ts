import type { FastifyRequest } from 'fastify';
import type { Action } from '../graph/nodes/action.js';
import type { Caller } from '../graph/nodes/caller.js';
import type { Door } from '../graph/nodes/changes/door.js';
import { lifetimeOf, signalOf } from '../platform/http/requests/request-signal.js';
import type { Job } from '../platform/jobs/job.sql.js';
import { demandRight } from './rights/demand-right.js';
import type { Principal, Rights } from './rights/principal.js';

/** The caller that a request comes from. A class, because an object literal with a getter costs a lookup 80 µs. */
export class RequestCaller implements Caller {
  private readonly rights: Rights;

  constructor(
    readonly project: string,
    readonly principal: Principal,
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

  get keyId(): string | null {
    return this.principal.keyId;
  }

  get seen(): readonly string[] | undefined {
    return this.principal.seen;
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

/**
 * On whose behalf a job is done. What it may do was asked when it was asked for, and it is cancelled when the key that asked for it is revoked.
 * Nobody waits for it, so its signal never aborts: it ends between its steps.
 */
export class JobCaller implements Caller {
  readonly door = 'JOB';
  readonly requestId: string;
  readonly signal = new AbortController().signal;
  readonly seen = undefined;
  readonly project: string;
  readonly user: string;
  readonly keyId: string | null;

  constructor({ id, project, createdBy, keyId }: Pick<Job, 'id' | 'project' | 'createdBy' | 'keyId'>) {
    this.requestId = id;
    this.project = project;
    this.user = createdBy;
    this.keyId = keyId;
  }

  requireWaiting(): void {}

  may(): boolean {
    return true;
  }

  demand(): void {}
}
