import { Readable } from 'node:stream';
import type { CallerOf } from '../access/caller-of-request.js';
import { demandSensitive } from '../features/definitions/sensitive/demand-sensitive.js';
import type { OnGraph } from '../graph/graph.js';
import { splitRef } from '../graph/names/split-ref.js';
import { attachment } from '../platform/http/answers/attachment.js';
import { pathParameter } from '../platform/http/requests/path-parameter.js';
import { readQuery } from '../platform/http/requests/read-query.js';
import { streamInSlot } from '../platform/http/requests/request-slot.js';
import type { Route } from '../platform/http/route.js';
import type { Slots } from '../platform/turns/slots.js';
import { ANSWER_TYPE, chooseFormat } from '../tables/choose-format.js';
import { exportTrainingSet } from '../training-sets/files/export-training-set.js';
import { requireTrainingSet } from '../training-sets/find-training-set.js';
import type { RouteSettings } from './route-settings.js';

export interface DownloadRouteOptions extends OnGraph {
  readonly downloads: Slots;
  readonly caller: CallerOf;
  readonly settings: RouteSettings;
}

/** `GET /v1/training-sets/:ref`: the rows of one. */
export function trainingSetDownloadRoute(options: DownloadRouteOptions): Route {
  const { database, graph, downloads, caller, settings } = options;
  return {
    method: 'GET',
    url: '/v1/training-sets/:ref',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: 'none', timeMs: settings.requestTimeoutMs },
    async answer(request, reply) {
      const { format: wanted } = readQuery(request.query, ['format']);
      const format = chooseFormat(wanted, request.headers.accept);
      const by = await caller(request);
      by.demand('training-set:read');
      const { set, label, datasetVersionId } = await requireTrainingSet(
        database,
        graph,
        by,
        pathParameter(request, 'ref'),
      );
      await demandSensitive(database, by, [datasetVersionId]);
      // Each takes a connection for as long as its client reads.
      const rows = await streamInSlot({ request, slots: downloads, what: 'downloads' }, async () =>
        Readable.from(exportTrainingSet(database, set, format), { objectMode: false }),
      );
      return reply
        .type(ANSWER_TYPE[format])
        .header('content-disposition', attachment(fileNameOf(label), format === 'arrow' ? 'arrows' : format))
        .header('etag', `"${set.digest}-${format}"`)
        .send(rows);
    },
  };
}

/** The label without its quotes, which no file system likes. */
function fileNameOf(label: string): string {
  const split = splitRef(label);
  if (!split.ok) return label;
  const { name, version } = split.parts;
  return version === undefined ? name : `${name}@${version}`;
}
