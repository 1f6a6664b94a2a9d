import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { stringifyExactly } from '../../../platform/http/bodies/json-body.js';
import { canonicalText } from './canonical-text.js';
import { readColumns } from './columns.js';
import { readEventTime } from './event-time.js';
import { facet, MESSAGE_FACETS, readFacets } from './facets.js';
import { type Fields, fieldsOf, listOf, nameOf, textOf } from './fields.js';
import type { ForeignName, LineageEvent, MentionedDataset, MentionedRun, RunEventType } from './lineage-event.js';
import { Refused } from './refused.js';

/** Of two bad ends it doesn't matter which; the later one decides. Spark says of a query whose job has failed that it is COMPLETE, a moment after. */
const RANKS: Readonly<Record<RunEventType, number>> = {
  OTHER: 0,
  START: 1,
  RUNNING: 2,
  COMPLETE: 3,
  ABORT: 4,
  FAIL: 4,
};
const LONGEST_MESSAGE = 10_000;
/** Datasets that one event may name, and facets that it may tell: of all that it names together. */
const MOST_NAMED = 5_000;
const MOST_FACETS = 50_000;

/**
 * Reads one event of OpenLineage: what happened to a run, what a job reads and writes by design, or what a dataset is. Which of them it is shows in what
 * it has, for producers name no schema, or another one. Throws Refused for what can't be any.
 */
export function readEvent(value: unknown): LineageEvent {
  const fields = fieldsOf(value);
  if (fields === undefined) throw new Refused('is no JSON object');
  const time = readEventTime(fields.eventTime);
  if (time === undefined)
    throw new Refused(
      fields.eventTime == null
        ? 'has no eventTime; write one, such as "2026-11-24T09:30:00Z"'
        : `has the eventTime ${said(fields.eventTime)}, which is no time; write it as "2026-11-24T09:30:00Z"`,
    );
  const run = readRun(fields);
  const job = readJob(fields, run !== undefined);
  const datasets = readDatasets(fields, job !== undefined);
  requireFew(datasets);
  return {
    digest: createHash('sha256').update(canonicalText(fields)).digest('hex'),
    body: gzipSync(stringifyExactly(fields), { level: 1 }),
    time,
    run,
    job,
    datasets,
  };
}

function readDatasets(fields: Fields, hasJob: boolean): MentionedDataset[] {
  if (!hasJob) return [readDataset(fields.dataset, 'OWN', 'dataset')];
  const told = [...readSide(fields, 'INPUT'), ...readSide(fields, 'OUTPUT')];
  return withWholePicture(told, fieldsOf(fields.job)?.facets);
}

/** A job may say in one facet of all that it writes what that is made from: where it does, it goes before what the datasets say. */
function withWholePicture(told: readonly MentionedDataset[], jobFacets: unknown): MentionedDataset[] {
  const written = listOf(facet(jobFacets, 'lineage')?.entries).flatMap((entry) => {
    const name = fieldsOf(entry)?.type === 'JOB' ? undefined : nameOf(entry);
    return name === undefined ? [] : { ...name, columns: readColumns({ lineage: entry }) };
  });
  const keyOf = ({ namespace, name }: ForeignName) => JSON.stringify([namespace, name]);
  const byName = new Map(written.map((entry) => [keyOf(entry), entry]));
  const outputs = new Set(told.filter(({ part }) => part === 'OUTPUT').map(keyOf));
  return [
    ...told.map((dataset) => {
      const entry = dataset.part === 'OUTPUT' ? byName.get(keyOf(dataset)) : undefined;
      return entry === undefined ? dataset : { ...dataset, columns: entry.columns };
    }),
    ...written
      .filter((entry) => !outputs.has(keyOf(entry)))
      .map((entry) => ({ ...NOTHING_TOLD, ...entry, part: 'OUTPUT' as const })),
  ];
}

const NOTHING_TOLD = { facets: {}, partFacets: {}, otherNames: [], version: undefined };

function requireFew(datasets: readonly MentionedDataset[]): void {
  const named = new Set<string>();
  let facets = 0;
  for (const dataset of datasets) {
    facets += Object.keys(dataset.facets).length + Object.keys(dataset.partFacets).length;
    for (const { namespace, name } of [dataset, ...dataset.otherNames, ...(dataset.columns ?? [])])
      named.add(JSON.stringify([namespace, name]));
  }
  if (named.size > MOST_NAMED)
    throw new Refused(
      `names ${named.size} datasets; at most ${MOST_NAMED} are taken at once: have the producer name tables or folders, not the files in them`,
    );
  if (facets > MOST_FACETS) throw new Refused(`has ${facets} facets of datasets; at most ${MOST_FACETS} are kept`);
}

function readRun({ run, eventType }: Fields): MentionedRun | undefined {
  const fields = fieldsOf(run);
  if (fields === undefined) return undefined;
  const id = textOf(fields.runId);
  if (id === undefined) throw new Refused('has a run without a runId; write one, such as a UUID');
  const parent = facet(fields.facets, 'parent') ?? facet(fields.facets, 'parentRun');
  const parentId = textOf(fieldsOf(parent?.run)?.runId);
  const type = readType(eventType);
  return {
    id,
    state: { type, rank: RANKS[type] },
    facets: readFacets(fields.facets, 'its run'),
    message: readMessage(fields.facets),
    // Some tasks name themselves.
    parent: parentId === undefined || parentId === id ? undefined : { id: parentId, job: nameOf(parent?.job) },
  };
}

function readMessage(facets: unknown): string | undefined {
  const [said] = MESSAGE_FACETS.flatMap((name) => textOf(facet(facets, name)?.message) ?? []);
  return said?.slice(0, LONGEST_MESSAGE).toWellFormed();
}

function readType(type: unknown): RunEventType {
  const upper = typeof type === 'string' ? type.trim().toUpperCase() : '';
  return Object.hasOwn(RANKS, upper) ? (upper as RunEventType) : 'OTHER';
}

function readJob({ job, dataset }: Fields, hasRun: boolean): LineageEvent['job'] {
  const name = nameOf(job);
  if (name !== undefined) return { ...name, facets: readFacets(fieldsOf(job)?.facets, 'its job') };
  if (hasRun || job != null)
    throw new Refused(`has ${job == null ? 'a run without a job' : 'a job without namespace or name'}; write both`);
  if (dataset == null) throw new Refused('has neither a run, nor a job, nor a dataset: it tells of nothing');
  return undefined;
}

function readSide(fields: Fields, part: 'INPUT' | 'OUTPUT'): MentionedDataset[] {
  const list = part === 'INPUT' ? 'inputs' : 'outputs';
  return listOf(fields[list]).map((dataset, index) => readDataset(dataset, part, `${list}[${index}]`));
}

function readDataset(value: unknown, part: MentionedDataset['part'], where: string): MentionedDataset {
  const name = nameOf(value);
  if (name === undefined) throw new Refused(`has no namespace and name in ${where}; write both`);
  const { facets, inputFacets, outputFacets } = fieldsOf(value) ?? {};
  return {
    ...name,
    part,
    facets: readFacets(facets, where),
    partFacets: part === 'OWN' ? {} : readFacets(part === 'INPUT' ? inputFacets : outputFacets, where),
    columns: part === 'INPUT' ? undefined : readColumns(facets),
    otherNames: readOtherNames(facets),
    version: textOf(facet(facets, 'version')?.datasetVersion)?.slice(0, 1_000).toWellFormed(),
  };
}

/** Symlinks, and what it was called before it was renamed. */
function readOtherNames(facets: unknown): ForeignName[] {
  const change = facet(facets, 'lifecycleStateChange');
  const before = change?.lifecycleStateChange === 'RENAME' ? [change.previousIdentifier] : [];
  return [...listOf(facet(facets, 'symlinks')?.identifiers), ...before].flatMap((name) => nameOf(name) ?? []);
}

function said(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 100);
}
