import { CONTENT_TYPE } from '../../tables/table-format.js';
import { removeAbandonedDirectories, temporaryDirectory } from '../../tables/temporary-directory.js';
import { type Done, partSince, WindowedFile, type WindowFacts } from '../../windows/compute-windows.js';
import { readWindowedFeatures, type WindowedFeature } from '../../windows/grammar/windowed-feature.js';
import { windowsSql } from '../../windows/sql/window.sql.js';
import { planWindows, type WindowPlan } from '../../windows/window-plan.js';
import { DEFINE_ENTITY } from '../apply/documents.js';
import { overrideOf } from '../client/override-option.js';
import { createProgress, type Progress } from '../client/progress.js';
import { clientOf } from '../client/service-client.js';
import { describeIngest, sendRows } from '../features/send-rows.js';
import { findEntity } from './window-entity.js';
import { readTimes, type WindowOptions, type WindowTimes } from './window-options.js';
import { findVersion, logWindows, publish, type WindowDefinition } from './window-publication.js';
import { findSource, registerSource, requireUnchanged, type WindowSourceFile } from './window-source.js';

const PREVIEWED = 10;

/** `headwater features window`. Nothing is changed before all rows are computed, and they are written all at once. */
export async function runWindow(options: WindowOptions): Promise<void> {
  const times = readTimes(options);
  readWindowedFeatures(options.feature, []);
  const progress = createProgress();
  const source = await findSource(clientOf(options), options, progress);
  await removeAbandonedDirectories();
  const directory = await temporaryDirectory();
  try {
    progress.show('Opening the file');
    const file = await WindowedFile.open({ ...source, delimiter: times.delimiter }, directory.path);
    await computeAndWrite({ options, times, progress, source, file, target: `${directory.path}/rows.parquet` });
  } catch (error) {
    await requireUnchanged(source);
    throw error;
  } finally {
    await directory.remove();
  }
}

interface Work {
  readonly options: WindowOptions;
  readonly times: WindowTimes;
  readonly progress: Progress;
  readonly source: WindowSourceFile;
  readonly file: WindowedFile;
  readonly target: string;
}

async function computeAndWrite({ options, times, progress, source, file, target }: Work): Promise<void> {
  const startedAt = new Date().toISOString();
  const client = clientOf(options);
  progress.show('Looking at the columns');
  const columns = await file.columns();
  const windowSource = { columns, timeZone: times.timeZone };
  const entity = await findEntity(client, windowSource, options);
  const features = readWindowedFeatures(
    options.feature,
    entity.keys.map(({ joinKey }) => joinKey),
  );
  const plan = planWindows(windowSource, { ...times, keys: entity.keys, features });
  progress.show('Counting events');
  const facts = await file.facts(plan, times.until);
  if (options.dryRun === true) {
    progress.end();
    const rows = await file.preview(plan, times.until, PREVIEWED);
    process.stdout.write(`${windowsSql(plan)}\n\n${rows.join('\n')}\n\n${describeFacts(source, facts)}`);
    return;
  }
  const definition = definitionOf(options, times, source, plan, features);
  const found = await findVersion(client, definition, source.datasetName);
  const before = options.recompute === true ? undefined : found?.done;
  progress.show('Comparing events');
  const until = Math.max(times.until, before?.until ?? times.until);
  const done: Done = { fingerprint: await file.fingerprint(plan, facts, before?.fingerprint), until };
  const part = partSince(before, done, plan);
  progress.show('Computing windows');
  const rows = await file.write(target, { plan, until, part }, (percent) =>
    progress.show('Computing windows', Math.max(0, percent), 100),
  );
  await requireUnchanged(source);
  const dataset = await registerSource(client, source, {
    columns,
    rowCount: facts.sourceRows,
    override: overrideOf(options),
  });
  if (entity.definition !== undefined) await client.graphql(DEFINE_ENTITY, { input: entity.definition });
  const version = found ?? (await publish(client, definition, dataset.id));
  const sent = {
    file: target,
    contentType: CONTENT_TYPE.parquet,
    featureSet: version.id,
    onError: 'abort',
    dataset: dataset.id,
  };
  const answer = rows === 0 ? undefined : await sendRows(client, sent, progress);
  await logWindows(client, version, { dataset: dataset.id, rows, done, startedAt });
  progress.end();
  process.stdout.write(describeFacts({ ...source, version: dataset }, facts));
  process.stdout.write(answer === undefined ? `${version.label}: nothing is new.\n` : describeIngest(answer));
  if (!version.current) process.stdout.write(`It is not current yet: headwater activate ${version.label}\n`);
}

function definitionOf(
  options: WindowOptions,
  { ttlSeconds }: WindowTimes,
  { datasetName }: WindowSourceFile,
  plan: WindowPlan,
  features: readonly WindowedFeature[],
): WindowDefinition {
  const { entity, featureSet, description, window } = options;
  return {
    name: featureSet ?? `${entity}_${plainWord(datasetName)}`,
    entity,
    description,
    ttlSeconds,
    plan,
    window,
    written: features.map(({ written }) => written),
  };
}

const plainWord = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);

function describeFacts(
  { version, datasetName }: WindowSourceFile,
  { sourceRows, events, keys, rows }: WindowFacts,
): string {
  const left = sourceRows - events;
  return `${version?.label ?? datasetName}: ${amount(events, 'event')} of ${amount(keys, 'key')}${left > 0 ? `, ${amount(left, 'row')} left out for want of a key or time` : ''}; ${amount(rows, 'row')} of windows in all.\n`;
}

const amount = (count: number, what: string) => `${count.toLocaleString('en')} ${count === 1 ? what : `${what}s`}`;
