import { cut, freeName } from '../reading/names.js';
import type { Report } from '../reading/report.js';
import { tagsOf } from '../reading/tags.js';
import type { Artifact, ModelVersion } from './resources.js';
import { firstOfEach, propertiesOf, type Tag, told } from './tags.js';

/** What a version is known by, so that an import that comes again finds it. */
export const VERSION_TAG = 'kubeflow.version';
const LONGEST = 20_000;
const LONGEST_OWNER = 500;
const MOST_METRICS = 1_000;

export interface TakenDataset {
  readonly name: string;
  readonly digest: string;
  readonly location: string;
}

/** A run outside of Kubeflow's registry that made the version. */
export interface TakenRun {
  readonly key: string;
  readonly name: string;
  readonly experiment: string;
}

export interface TakenVersion {
  /** Unique in its model. */
  readonly name: string;
  readonly description: string | null;
  readonly owner: string | null;
  readonly artifact: { readonly uri: string; readonly digest: string; readonly format: string | null };
  readonly metrics: readonly { readonly name: string; readonly value: number }[];
  readonly tags: readonly Tag[];
  readonly trainedOn: readonly TakenDataset[];
  readonly run: TakenRun | undefined;
  /** Milliseconds since 1970. */
  readonly createdAt: number | undefined;
}

/** A version with its artifacts: its first model file is what it is, what else was said of it stands in tags. */
export function translateVersion(
  model: string,
  version: ModelVersion,
  artifacts: readonly Artifact[],
  report: Report,
): TakenVersion {
  const what = `model version ${model} ${version.name}`;
  const place = `kubeflow:${model}/${version.name}`;
  const ofType = (type: string) => artifacts.filter(({ artifactType }) => artifactType === type);
  const [file, ...others] = ofType('model-artifact').filter(
    ({ state }) => state !== 'DELETED' && state !== 'ABANDONED',
  );
  if (file === undefined) report.note(what, 'has no model artifact; its place is told as that in the registry');
  const own = told({
    [VERSION_TAG]: version.name,
    'kubeflow.state': version.state === 'LIVE' ? undefined : version.state,
    'kubeflow.external_id': version.externalId,
    'kubeflow.artifact': file?.name,
    'kubeflow.format_version': file?.modelFormatVersion,
    'kubeflow.storage': [file?.storageKey, file?.storagePath].filter(Boolean).join('/'),
    'kubeflow.source': sourceOf(file),
  });
  const more = [...others, ...ofType('doc-artifact')].map((each): [string, string] => [
    `kubeflow.${each.artifactType}.${each.name ?? each.id}`,
    each.uri ?? '',
  ]);
  const parameters = ofType('parameter').map((each): [string, string] => [
    `parameter.${each.name ?? each.id}`,
    String(each.value ?? ''),
  ]);
  const all = [
    ...own,
    ...propertiesOf(version.customProperties),
    ...propertiesOf(file?.customProperties ?? {}),
    ...parameters,
    ...more,
  ];
  return {
    name: version.name,
    description: cut(version.description, LONGEST),
    owner: cut(version.author, LONGEST_OWNER),
    artifact: {
      uri: file?.uri || place,
      // Kubeflow keeps no digest of a model: its place in the registry stands for the bytes.
      digest: place,
      format: file?.modelFormatName ?? null,
    },
    metrics: metricsOf(what, ofType('metric'), report),
    tags: tagsOf(firstOfEach(all), what, report),
    trainedOn: ofType('dataset-artifact').map((each) => datasetOf(what, each, report)),
    run: runOf(what, file, report),
    createdAt: version.createTimeSinceEpoch,
  };
}

function sourceOf(file: Artifact | undefined): string {
  const parts = [file?.modelSourceKind, file?.modelSourceClass, file?.modelSourceGroup, file?.modelSourceId];
  return parts.filter(Boolean).join('/');
}

/** The run of a pipeline, where the artifact says that one made it. */
function runOf(what: string, file: Artifact | undefined, report: Report): TakenRun | undefined {
  const { modelSourceId: id, modelSourceClass: kind = '', modelSourceName, modelSourceGroup } = file ?? {};
  if (!id || !/run$/i.test(kind)) return undefined;
  return {
    key: sourceOf(file),
    name: freeName(`${what}, its run`, modelSourceName || id, report),
    experiment: freeName(`${what}, the group of its run`, modelSourceGroup || 'kubeflow', report),
  };
}

function datasetOf(what: string, { id, name, digest, uri, source }: Artifact, report: Report): TakenDataset {
  const called = freeName(`${what}, its dataset`, name || uri || `kubeflow-${id}`, report);
  return {
    name: called,
    digest: digest ? `kubeflow:${digest}` : `kubeflow:${uri ?? id}`,
    location: uri || source || `kubeflow:${called}`,
  };
}

/** A version keeps one value of each metric: the last. */
function metricsOf(what: string, metrics: readonly Artifact[], report: Report): TakenVersion['metrics'] {
  const last = new Map<string, number>();
  for (const { id, name = id, value } of metrics) {
    const number = Number(value ?? Number.NaN);
    if (Number.isFinite(number)) last.set(name, number);
    else report.skip(`${what}, metric ${name}`, `${JSON.stringify(value ?? null)} is no finite number`);
  }
  if (last.size > MOST_METRICS) report.note(what, `of its ${last.size} metrics the first ${MOST_METRICS} are kept`);
  return [...last].slice(0, MOST_METRICS).map(([name, value]) => ({ name, value }));
}
