import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';

/** `GET /v1/openapi.yml`: the description of all routes below `/v1`. The build puts it beside the compiled sources. */
export async function registerOpenapi(app: FastifyInstance): Promise<void> {
  const text = await readFile(new URL('../../docs/openapi.yml', import.meta.url), 'utf8');
  app.get('/v1/openapi.yml', (_request, reply) => reply.type('application/yaml; charset=utf-8').send(text));
}
