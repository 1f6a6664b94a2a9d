import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { KnownAt } from '../features/lookups/history/known-at.js';
import type { Graph } from '../graph/graph.module.js';
import type { Caller } from '../graph/nodes/caller.js';
import type { Database } from '../platform/database/database.js';
import { badInput } from '../platform/errors.js';
import { bodyChunks } from '../platform/http/bodies/body-chunks.js';
import { readQuery } from '../platform/http/read-query.js';
import { holdPlace, usePlace } from '../platform/http/request-place.js';
import type { Job } from '../platform/jobs/job.sql.js';
import type { Places } from '../platform/places.js';
import { acceptTables } from '../platform/tables/accept-tables.js';
import { chooseFormat } from '../platform/tables/choose-format.js';
import { readDelimiter } from '../platform/tables/csv/csv-delimiter.js';
import { keepOnDisk } from '../platform/tables/keep-on-disk.js';
import { readTable } from '../platform/tables/read-table.js';
import { readTimeZone } from '../platform/tables/read-time-zone.js';
import { CONTENT_TYPE, formatOfContentType, type TableFormat } from '../platform/tables/table-format.js';
import { temporaryDirectory } from '../platform/tables/temporary-directory.js';
import { exportTrainingSet } from '../training-sets/files/export-training-set.js';
import { requireTrainingSet } from '../training-sets/find-training-set.js';
import type { TrainingSetService } from '../training-sets/training-set.service.js';

export interface TrainingSetRouteDependencies {
  readonly database: Database;
  readonly graph: Graph;
  readonly service: TrainingSetService;
  /** For uploads, and for downloads. */
  readonly places: Places;
  readonly downloads: Places;
  readonly callerOf: (request: FastifyRequest) => Promise<Caller>;
}

const PARAMETERS = ['name', 'features', 'known-at', 'description', 'owner', 'time-zone', 'delimiter'] as const;

/** `POST /v1/training-sets`: one from a spine file of any size; `GET /v1/training-sets/:ref`: the rows of one. */
export function registerTrainingSetRoutes(app: FastifyInstance, dependencies: TrainingSetRouteDependencies): void {
  void app.register(async (scope) => {
    acceptTables(scope);
    scope.post('/v1/training-sets', async (request, reply) => {
      const caller = await dependencies.callerOf(request);
      const { places } = dependencies;
      const job = await usePlace({ request, places, what: 'uploads' }, () =>
        createFromUpload(dependencies.service, caller, request),
      );
      return reply.code(202).send(describeJob(job));
    });
  });
  app.get<{ Params: { ref: string } }>('/v1/training-sets/:ref', async (request, reply) => {
    const { database, graph, downloads, callerOf } = dependencies;
    const { format: wanted } = readQuery(request.query, ['format']);
    const format = chooseFormat(wanted, request.headers.accept);
    const { project } = await callerOf(request);
    const { set, label } = await requireTrainingSet(database, graph, project, request.params.ref);
    const rows = Readable.from(exportTrainingSet(database, set, format), { objectMode: false });
    // Each takes a connection for as long as its client reads.
    await holdPlace({ request, places: downloads, what: 'downloads' }, finished(rows));
    return reply
      .type(CONTENT_TYPE[format])
      .header('content-disposition', `attachment; filename="${label}.${format}"`)
      .header('etag', `"${set.digest}-${format}"`)
      .send(rows);
  });
}

async function createFromUpload(service: TrainingSetService, caller: Caller, request: FastifyRequest): Promise<Job> {
  const query = readQuery(request.query, PARAMETERS);
  const { name, features, 'known-at': knownAt, description, owner } = query;
  if (name === undefined) throw badInput('name is missing: the dataset that the training set becomes a version of.');
  if (features === undefined)
    throw badInput('features is missing, such as features=airport_traffic:*,route:mean_delay.');
  const format = formatOfContentType(request.headers['content-type']) as TableFormat;
  const timeZone = readTimeZone(query['time-zone'], format);
  const delimiter = readDelimiter(query.delimiter, format);
  const described = { name, description, owner, features: features.split(','), knownAt: readKnownAt(knownAt) };
  const body = bodyChunks(request);
  if (format !== 'csv') {
    const rows = readTable(body, format, { timeZone });
    return service.create(caller, { ...described, spine: { rows } });
  }
  // A CSV is read twice, so it is kept meanwhile.
  const directory = await temporaryDirectory();
  try {
    const path = join(directory.path, 'spine.csv');
    await keepOnDisk(body, path);
    const file = { format, delimiter, read: () => createReadStream(path) };
    return await service.create(caller, { ...described, spine: { file } });
  } finally {
    await directory.remove();
  }
}

function readKnownAt(text: string | undefined): KnownAt {
  if (text === undefined) return KnownAt.NOW;
  const found = Object.values(KnownAt).find((value) => value === text.toUpperCase());
  if (found !== undefined) return found;
  throw badInput(`known-at is "${text}"; it is NOW or EVENT.`, { field: 'known-at', found: text });
}

function describeJob({ id, status }: Job) {
  return { job: id, status };
}
