import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { FastifyRequest } from 'fastify';
import type { CallerOf } from '../access/caller-of-request.js';
import { KnownAt } from '../features/lookups/history/known-at.js';
import type { Caller } from '../graph/nodes/caller.js';
import { badInput } from '../platform/errors.js';
import { bodyChunks } from '../platform/http/bodies/body-chunks.js';
import { readQuery } from '../platform/http/requests/read-query.js';
import { withSlot } from '../platform/http/requests/request-slot.js';
import type { Route } from '../platform/http/route.js';
import type { Job } from '../platform/jobs/job.sql.js';
import type { Slots } from '../platform/turns/slots.js';
import { acceptTables } from '../tables/accept-tables.js';
import { readDelimiter } from '../tables/csv/csv-delimiter.js';
import { keepOnDisk } from '../tables/keep-on-disk.js';
import { readTable } from '../tables/read-table.js';
import { readTimeZone } from '../tables/read-time-zone.js';
import { formatOfContentType, type TableFormat } from '../tables/table-format.js';
import { temporaryDirectory } from '../tables/temporary-directory.js';
import { createTrainingSet, type OnTrainingSets } from '../training-sets/create-training-set.js';
import type { RouteSettings } from './route-settings.js';

export interface UploadRouteOptions extends OnTrainingSets {
  readonly uploads: Slots;
  readonly caller: CallerOf;
  readonly settings: RouteSettings;
}

const PARAMETERS = [
  'name',
  'features',
  'service',
  'known-at',
  'description',
  'owner',
  'time-zone',
  'delimiter',
] as const;

/** `POST /v1/training-sets`: one from a spine file of any size. */
export function trainingSetUploadRoute(options: UploadRouteOptions): Route {
  const { uploads, caller: callerOf, settings } = options;
  return {
    method: 'POST',
    url: '/v1/training-sets',
    role: 'api',
    rule: 'signed-in',
    limits: { bodyBytes: 'streamed', timeMs: settings.requestTimeoutMs },
    prepare: acceptTables,
    async answer(request, reply) {
      const caller = await callerOf(request);
      caller.demand('training-set:create');
      const job = await withSlot({ request, slots: uploads, what: 'uploads' }, () =>
        createFromUpload(options, caller, request),
      );
      return reply.code(202).send({ job: job.id, status: job.status });
    },
  };
}

async function createFromUpload(room: OnTrainingSets, caller: Caller, request: FastifyRequest): Promise<Job> {
  const query = readQuery(request.query, PARAMETERS);
  const { name, features, service, 'known-at': knownAt, description, owner } = query;
  if (name === undefined) throw badInput('name is missing: the dataset that the training set becomes a version of.');
  if (features === undefined && service === undefined)
    throw badInput(
      'features is missing, such as features=airport_traffic:*,route:mean_delay; or service, such as service=checkout@2.',
    );
  const format = formatOfContentType(request.headers['content-type']) as TableFormat;
  const timeZone = readTimeZone(query['time-zone'], format);
  const delimiter = readDelimiter(query.delimiter, format);
  const chosen = { features: features?.split(','), service };
  const described = { name, description, owner, ...chosen, knownAt: readKnownAt(knownAt) };
  const body = bodyChunks(request);
  if (format !== 'csv') {
    const rows = readTable(body, format, { timeZone });
    return createTrainingSet(room, caller, { ...described, spine: { rows } });
  }
  // A CSV is read twice, so it is kept meanwhile.
  const directory = await temporaryDirectory();
  try {
    const path = join(directory.path, 'spine.csv');
    await keepOnDisk(body, path);
    const file = { format, delimiter, read: () => createReadStream(path) };
    return await createTrainingSet(room, caller, { ...described, spine: { file } });
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
