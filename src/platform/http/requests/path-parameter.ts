import type { FastifyRequest } from 'fastify';

/** What stands in the place of `:name` in the URL of a route. */
export function pathParameter({ params }: FastifyRequest, name: string): string {
  const value = (params as Readonly<Record<string, string | undefined>>)[name];
  if (value === undefined) throw new Error(`the URL of the route has no :${name}`);
  return value;
}
