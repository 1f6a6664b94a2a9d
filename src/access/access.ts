import type { FastifyRequest } from 'fastify';
import type { Caller } from '../graph/nodes/caller.js';
import { headerText } from '../platform/http/requests/header-text.js';
import type { Job } from '../platform/jobs/job.sql.js';
import { JobCaller } from './job-caller.js';
import { type Principal, UnverifiedPrincipal } from './principal.js';

const LONGEST_USER = 256;
/** Whoever does not say who it is. */
const NOBODY = new UnverifiedPrincipal('local');

/** Who is behind a request, or behind a job. */
export class Access {
  principalOf(request: FastifyRequest): Principal {
    const user = headerText(request, 'headwater-user', LONGEST_USER);
    return user === undefined ? NOBODY : new UnverifiedPrincipal(user);
  }

  callerOfJob(job: Pick<Job, 'id' | 'project' | 'createdBy'>): Caller {
    return new JobCaller(job, new UnverifiedPrincipal(job.createdBy));
  }
}
