import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import type { OnGraph } from '../../../graph/graph.js';
import type { Caller } from '../../../graph/nodes/caller.js';
import { LineageDirection } from '../../../lineage/walk/lineage-enums.js';
import { badInput } from '../../../platform/errors.js';
import { pathParameter } from '../../../platform/http/requests/path-parameter.js';
import { readQuery } from '../../../platform/http/requests/read-query.js';
import { lifetimeOf } from '../../../platform/http/requests/request-signal.js';
import type { Route } from '../../../platform/http/route.js';
import { parseInstant } from '../../../platform/time/instant.js';
import { exportGraph } from './exported-graph.js';
import { selectForeignNames } from './foreign-name.sql.js';
import { openLineageEvents } from './openlineage-events.js';
import { provJson } from './prov-json.js';

const PARAMETERS = ['format', 'direction', 'depth', 'limit', 'as-of'] as const;
const FORMATS = ['openlineage', 'prov'] as const;
const DIRECTIONS = ['upstream', 'downstream', 'both'] as const;
const DEFAULT_DEPTH = 100;
const DEFAULT_LIMIT = 10_000;

export interface LineageExportOptions extends OnGraph {
  readonly caller: (request: FastifyRequest) => Promise<Caller>;
  readonly settings: { readonly requestTimeoutMs: number };
}

/** `GET /v1/lineage/:ref`: the lineage of something in the words of others, as events of OpenLineage or as PROV-JSON. */
export function lineageExportRoute(options: LineageExportOptions): Route {
  return {
    method: 'GET',
    url: '/v1/lineage/:ref',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: 'none', timeMs: options.settings.requestTimeoutMs },
    async answer(request, reply) {
      const caller = await options.caller(request);
      caller.demand('graph:read');
      const query = readQuery(request.query, PARAMETERS);
      const format = oneOf('format', FORMATS, query.format ?? 'openlineage');
      const graph = await exportGraph(options, caller, {
        ref: pathParameter(request, 'ref'),
        direction: LineageDirection[upper(oneOf('direction', DIRECTIONS, query.direction ?? 'upstream'))],
        depth: numberOf('depth', query.depth, DEFAULT_DEPTH),
        limit: numberOf('limit', query.limit, DEFAULT_LIMIT),
        asOf: timeOf(query['as-of']),
      });
      lifetimeOf(request).beginStreaming();
      const pieces =
        format === 'prov'
          ? provJson(graph, await selectForeignNames(options.database, [...graph.nodes.keys()]))
          : openLineageEvents(options.database, graph);
      return reply
        .type('application/json; charset=utf-8')
        .header('headwater-complete', String(graph.isComplete))
        .send(Readable.from(pieces, { objectMode: false }));
    },
  };
}

function oneOf<const Choice extends string>(name: string, choices: readonly Choice[], value: string): Choice {
  const choice = choices.find((each) => each === value);
  if (choice !== undefined) return choice;
  throw badInput(`${name} is ${JSON.stringify(value)}; it is ${choices.join(' or ')}.`, { field: name, found: value });
}

function upper<Text extends string>(text: Text): Uppercase<Text> {
  return text.toUpperCase() as Uppercase<Text>;
}

function numberOf(name: string, value: string | undefined, fallback: number): number {
  if (value === undefined) return fallback;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  throw badInput(`${name} is ${JSON.stringify(value)}; it is a whole number.`, { field: name, found: value });
}

function timeOf(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const parsed = parseInstant(value);
  if (parsed.ok) return parsed.value;
  throw badInput(`as-of: ${parsed.problem}`, { field: 'as-of', found: value });
}
