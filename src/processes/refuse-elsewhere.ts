import { HeadwaterError } from '../platform/errors.js';
import type { Elsewhere } from '../platform/http/elsewhere.js';

/** Nobody answers here what this process has no route for; `advice` says who does. */
export function refuseElsewhere(advice: string): Elsewhere {
  return {
    longestBody: Number.POSITIVE_INFINITY,
    answer(request, reply) {
      const [path = ''] = request.url.split('?');
      const problem = `${request.method} ${path.slice(0, 200)} is not answered here as it stands. ${advice}`;
      reply.send(Object.assign(new HeadwaterError('FAILED_PRECONDITION', problem), { statusCode: 501 }));
    },
  };
}
