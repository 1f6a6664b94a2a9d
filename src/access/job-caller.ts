import type { Action } from '../graph/nodes/action.js';
import type { Caller } from '../graph/nodes/caller.js';
import type { Job } from '../platform/jobs/job.sql.js';
import { demandRight } from './demand-right.js';
import type { Principal } from './principal.js';

/** On whose behalf a job is done. Nobody waits for it, so its signal never aborts: it is cancelled between its steps. */
export class JobCaller implements Caller {
  readonly door = 'JOB';
  readonly requestId: string;
  readonly signal = new AbortController().signal;
  readonly project: string;

  constructor(
    { id, project }: Pick<Job, 'id' | 'project'>,
    private readonly principal: Principal,
  ) {
    this.requestId = id;
    this.project = project;
  }

  get user(): string {
    return this.principal.name;
  }

  requireWaiting(): void {}

  may(action: Action, project = this.project): boolean {
    return this.principal.rightsIn(project).has(action);
  }

  demand(action: Action, project = this.project): void {
    demandRight(this.principal, action, project);
  }
}
