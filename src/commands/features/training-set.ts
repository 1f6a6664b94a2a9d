import { constants, createReadStream, createWriteStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { graphql, type ResultOf } from '@headwater/client/documents';
import { Command } from 'commander';
import { pathSegment } from '../../platform/http/requests/path-segment.js';
import { CONTENT_TYPE, formatOfFileName } from '../../tables/table-format.js';
import { createProgress } from '../client/progress.js';
import { clientOf, type ServiceOptions, serviceCommand } from '../client/service-client.js';

const POLL_MS = 300;

const CREATE = graphql(
  'mutation ($input: CreateTrainingSetInput!) { createTrainingSet(input: $input) { job { id } } }',
);
const REBUILD = graphql(
  'mutation ($input: RebuildTrainingSetInput!) { rebuildTrainingSet(input: $input) { job { id } } }',
);
const FIND_JOB = graphql(`query ($id: String!) { trainingSetJob(id: $id) {
  id status step done total error
  datasetVersion { label rowCount trainingSet { digest } }
  rebuild { matches digest firstDifferentRow }
} }`);

type Job = NonNullable<ResultOf<typeof FIND_JOB>['trainingSetJob']>;

/** `headwater training-set create | download | rebuild`: training sets of a running service. */
export function trainingSetCommand(): Command {
  return new Command('training-set')
    .description('Make, download and check training sets of a running Headwater.')
    .addCommand(createCommand())
    .addCommand(downloadCommand())
    .addCommand(rebuildCommand());
}

interface CreateOptions extends ServiceOptions {
  readonly name: string;
  readonly features?: string;
  readonly service?: string;
  readonly spine?: string;
  readonly spineDataset?: string;
  readonly knownAt: string;
  readonly timeZone?: string;
  readonly delimiter?: string;
  readonly output?: string;
}

function createCommand(): Command {
  return serviceCommand('create')
    .description('Join the rows of a spine with features as they were at the time of each row.')
    .requiredOption('--name <name>', 'the dataset that the training set becomes a version of')
    .option('--features <refs>', 'which features, by comma: airport_traffic:*~origin,airport_traffic:*~destination')
    .option('--service <ref>', 'or a feature service that lists them: checkout@2')
    .option('--spine <file>', 'the rows: NDJSON, CSV or Parquet with join keys, event_time, labels')
    .option('--spine-dataset <ref>', 'or a dataset version that holds them')
    .option(
      '--known-at <what>',
      'NOW: all that is known now; EVENT: only what was known at the time of each row',
      'NOW',
    )
    .option('--time-zone <name>', 'where times without zone belong in a Parquet file, such as UTC')
    .option(
      '--delimiter <name>',
      'what stands between the cells of a CSV: comma, semicolon, tab or pipe; comma unless said',
    )
    .option('--output <file>', 'download it when it is done: .parquet, .csv or .ndjson')
    .action(async (options: CreateOptions) => {
      if (options.output !== undefined) await requireWritable(options.output);
      const job = await waitFor(options, await begin(options));
      const { label, rowCount, trainingSet } = job.datasetVersion ?? fail(`The job ${job.id} made no training set.`);
      process.stdout.write(`${label}: ${(rowCount ?? 0).toLocaleString('en')} rows, ${trainingSet?.digest}\n`);
      if (options.output !== undefined) await download(options, label, options.output);
    });
}

function downloadCommand(): Command {
  return serviceCommand('download')
    .description('Write the rows of a training set into a file.')
    .argument('<ref>', 'the training set: flight_training@3, or flight_training for the newest')
    .requiredOption('--output <file>', 'a file ending in .parquet, .csv or .ndjson')
    .action((ref: string, options: ServiceOptions & { output: string }) => download(options, ref, options.output));
}

function rebuildCommand(): Command {
  return serviceCommand('rebuild')
    .description('Make a training set again from its kept spine and recipe, and see whether its digest still holds.')
    .argument('<ref>', 'the training set')
    .action(async (ref: string, options: ServiceOptions) => {
      const { rebuildTrainingSet } = await clientOf(options).graphql(REBUILD, { input: { trainingSet: ref } });
      const { rebuild } = await waitFor(options, rebuildTrainingSet.job.id);
      if (rebuild?.matches === true) process.stdout.write(`${ref} comes out the same: ${rebuild.digest}\n`);
      else fail(`${ref} comes out different from row ${rebuild?.firstDifferentRow} on: ${rebuild?.digest}`);
    });
}

/** Leaves the job with the service; its id. */
async function begin(options: CreateOptions): Promise<string> {
  const { name, features, service, spine, spineDataset, knownAt, timeZone, delimiter } = options;
  if ((features === undefined) === (service === undefined)) fail('Give either --features or --service.');
  if ((spine === undefined) === (spineDataset === undefined)) fail('Give either --spine or --spine-dataset.');
  if (spine === undefined) {
    const { createTrainingSet } = await clientOf(options).graphql(CREATE, {
      input: { name, features: features?.split(','), service, spineDataset, knownAt: knownAtOf(knownAt) },
    });
    return createTrainingSet.job.id;
  }
  const query = new URLSearchParams({
    name,
    ...(features && { features }),
    ...(service && { service }),
    'known-at': knownAt,
    ...(timeZone && { 'time-zone': timeZone }),
    ...(delimiter && { delimiter }),
  });
  const response = await clientOf(options).request(`/v1/training-sets?${query}`, {
    method: 'POST',
    headers: { 'content-type': CONTENT_TYPE[formatOfFileName(spine)] },
    body: Readable.toWeb(createReadStream(spine)) as never,
    ...({ duplex: 'half' } as object),
  });
  return ((await response.json()) as { job: string }).job;
}

/** Shows how far a job is until it has ended. Ctrl-C leaves it running. */
async function waitFor(options: ServiceOptions, id: string): Promise<Job> {
  const client = clientOf(options);
  const progress = createProgress();
  const leave = () => {
    process.stderr.write(`\nThe job ${id} goes on in Headwater; cancelTrainingSet(input: {job: "${id}"}) ends it.\n`);
    process.exit(130);
  };
  process.once('SIGINT', leave);
  for (;;) {
    const { trainingSetJob } = await client.graphql(FIND_JOB, { id });
    const job = trainingSetJob ?? fail(`There is no job ${id} any more.`);
    if (job.step !== null) progress.show(job.step, job.done, job.total ?? undefined);
    if (job.status === 'SUCCEEDED' || job.status === 'FAILED' || job.status === 'CANCELLED') {
      progress.end();
      process.off('SIGINT', leave);
      return job.status === 'SUCCEEDED' ? job : fail(job.error ?? `The job ${id} was cancelled.`);
    }
    await setTimeout(POLL_MS);
  }
}

/** Before a long piece of work whose result couldn't be kept. */
async function requireWritable(file: string): Promise<void> {
  formatOfFileName(file);
  await access(dirname(resolve(file)), constants.W_OK).catch(() =>
    fail(`${file} can't be written: its folder is missing, or not yours.`),
  );
}

async function download(options: ServiceOptions, ref: string, file: string): Promise<void> {
  await requireWritable(file);
  const response = await clientOf(options).request(
    `/v1/training-sets/${pathSegment(quoted(ref))}?format=${formatOfFileName(file)}`,
  );
  if (response.body === null) fail(`${options.url} gave no rows.`);
  await pipeline(Readable.fromWeb(response.body as never), createWriteStream(file));
  process.stdout.write(`${file} has it.\n`);
}

function knownAtOf(text: string): 'NOW' | 'EVENT' {
  const word = text.toUpperCase();
  return word === 'NOW' || word === 'EVENT' ? word : fail(`--known-at is "${text}"; it is NOW or EVENT.`);
}

/** A URL takes `.` and `..` for steps, however they are encoded. */
function quoted(ref: string): string {
  return ref === '.' || ref === '..' ? `"${ref}"` : ref;
}

function fail(message: string): never {
  throw new Error(message);
}
