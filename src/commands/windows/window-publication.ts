import type { HeadwaterClient } from '@headwater/client';
import type { VariablesOf } from '@headwater/client/documents';
import { type Done, kept } from '../../windows/compute-windows.js';
import { readFingerprint, writeFingerprint } from '../../windows/fingerprint.js';
import { windowsSql } from '../../windows/sql/window.sql.js';
import type { WindowPlan } from '../../windows/window-plan.js';
import { FIND_FEATURE_SET, FIND_WINDOW_RUNS, FINISH_RUN, LOG_RUN, PUBLISH_WINDOWS, START_RUN } from './documents.js';

type Definition = VariablesOf<typeof PUBLISH_WINDOWS>['input'];

/** What is published. */
export interface WindowDefinition {
  readonly name: string;
  readonly entity: string;
  readonly description: string | undefined;
  readonly ttlSeconds: number | undefined;
  readonly plan: WindowPlan;
  /** Of each feature, what was written: `mean(delay)`. */
  readonly written: readonly string[];
  readonly window: string;
}

/** A version that has this very definition, and what was computed for it. */
export interface FoundVersion {
  readonly id: string;
  readonly label: string;
  readonly current: boolean;
  readonly done: Done | undefined;
}

/** The newest version of the set, if it is computed in just this way from an earlier state of the dataset. */
export async function findVersion(
  client: HeadwaterClient,
  definition: WindowDefinition,
  datasetName: string,
): Promise<FoundVersion | undefined> {
  const { featureSet } = await client.graphql(FIND_FEATURE_SET, { ref: definition.name });
  const sources = featureSet?.latestVersion?.sources ?? [];
  const from = sources.find(({ datasetVersion }) => datasetVersion.dataset.name === datasetName);
  if (from === undefined) return undefined;
  const input = inputOf(definition, from.datasetVersion.id);
  const { publishFeatureSet } = await client.graphql(PUBLISH_WINDOWS, { input: { ...input, dryRun: true } });
  const { created, featureSetVersion } = publishFeatureSet;
  if (created || featureSetVersion === null) return undefined;
  return { ...featureSetVersion, done: await findDone(client, featureSetVersion.id) };
}

/** Publishes the version. */
export async function publish(
  client: HeadwaterClient,
  definition: WindowDefinition,
  dataset: string,
): Promise<FoundVersion> {
  const { publishFeatureSet } = await client.graphql(PUBLISH_WINDOWS, { input: inputOf(definition, dataset) });
  const { featureSetVersion } = publishFeatureSet;
  if (featureSetVersion === null) throw new Error(`${definition.name} was not published.`);
  return { ...featureSetVersion, done: undefined };
}

function inputOf(
  { name, entity, description, ttlSeconds, plan, written, window }: WindowDefinition,
  dataset: string,
): Definition {
  return {
    name,
    entity,
    description: description ?? null,
    ttlSeconds: ttlSeconds ?? null,
    features: plan.aggregates.map((aggregate, at) => ({
      name: aggregate.name,
      type: aggregate.type,
      description: `${written[at]} over the ${window} before the event time.`,
      sources: [{ dataset, columns: [...(plan.lineage.get(aggregate.name) ?? [])] }],
    })),
    transformation: { sql: windowsSql(plan) },
  };
}

async function findDone(client: HeadwaterClient, version: string): Promise<Done | undefined> {
  const { runs } = await client.graphql(FIND_WINDOW_RUNS, { version });
  const parameters = new Map(runs.nodes[0]?.parameters.map(({ name, value }) => [name, value]));
  const fingerprint = readFingerprint(parameters.get('fingerprint') ?? '');
  const until = Number(parameters.get('until_microseconds'));
  return fingerprint === undefined || !Number.isSafeInteger(until) ? undefined : { fingerprint, until };
}

/** Keeps what was done as a run, from the dataset version to the feature set version, once all of it is there. */
export async function logWindows(
  client: HeadwaterClient,
  version: FoundVersion,
  {
    dataset,
    rows,
    done,
    startedAt,
  }: { readonly dataset: string; readonly rows: number; readonly done: Done; readonly startedAt: string },
): Promise<void> {
  const { fingerprint, until } = kept(done);
  const { startRun } = await client.graphql(START_RUN, {
    input: { type: 'TRANSFORM', name: `windows ${version.label}`, startedAt, inputs: [{ ref: dataset }] },
  });
  const parameters = {
    windows_of: version.id,
    until_microseconds: String(until),
    fingerprint: writeFingerprint(fingerprint),
  };
  await client.graphql(LOG_RUN, {
    input: {
      run: startRun.run.id,
      parameters: Object.entries(parameters).map(([name, value]) => ({ name, value })),
      metrics: [{ name: 'rows', value: rows }],
      outputs: [{ ref: version.id }],
    },
  });
  await client.graphql(FINISH_RUN, { input: { run: startRun.run.id, status: 'SUCCEEDED' } });
}
