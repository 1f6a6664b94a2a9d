import { readFile } from 'node:fs/promises';
import type { Route } from '../platform/http/route.js';
import { packageFile } from '../platform/package/package-file.js';
import type { RouteSettings } from './route-settings.js';

/** `GET /v1/openapi.yml`: the description of all routes below `/v1`. */
export function openapiRoute({ requestTimeoutMs }: RouteSettings): Route {
  let text = '';
  return {
    method: 'GET',
    url: '/v1/openapi.yml',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: 'none', timeMs: requestTimeoutMs },
    async prepare() {
      text = await readFile(packageFile('docs/openapi.yml'), 'utf8');
    },
    answer: (_request, reply) => reply.type('application/yaml; charset=utf-8').send(text),
  };
}
