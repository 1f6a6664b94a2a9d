import { createHash } from 'node:crypto';
import type { VariablesOf } from '@headwater/client/documents';
import { plainName } from '../../../../platform/text/plain-name.js';
import type { Report } from '../../reading/report.js';
import { tagsOf } from '../../reading/tags.js';
import type { REGISTER_DATASET } from '../documents.js';
import type { FeastSource, FeastView } from '../registry/registry.js';
import type { TakenFeature } from './taken.js';
import type { TakenEntity } from './translate-entities.js';

/** The dataset that a view is made from. */
export interface TakenSource {
  readonly input: VariablesOf<typeof REGISTER_DATASET>['input'];
  /** What a feature is called in it. */
  readonly columnOf: (feature: string) => string;
}

/** The batch source of a view as a dataset version, of the columns that the view reads; undefined where it names none. */
export function datasetOf(
  view: FeastView,
  { keys }: TakenEntity,
  features: readonly TakenFeature[],
  report: Report,
): TakenSource | undefined {
  const source = view.batchSource?.batchSource ?? view.batchSource;
  const location = source === undefined ? undefined : locationOf(source);
  if (source === undefined || location === undefined) return undefined;
  const columns = new Map([...source.fieldMapping].map(([column, name]) => [name, column]));
  const columnOf = (name: string) => columns.get(name) ?? name;
  const described = new Map<string, string>();
  for (const { feastName, type } of [...keys, ...features]) described.set(columnOf(feastName), type);
  for (const time of [source.timestampField, source.createdColumn]) if (time !== '') described.set(time, 'TIMESTAMP');
  const tags = [
    ...source.tags,
    ['feast.source', source.name || location],
    ...(source.timestampField === '' ? [] : [['feast.timestamp_field', source.timestampField] as const]),
  ] as const;
  return {
    columnOf,
    input: {
      dataset: plainName(source.name || location, 'set'),
      location,
      digest: '',
      columns: [...described].map(([name, type]) => ({ name, type: type as never })),
      ...(source.description !== '' && { description: source.description }),
      ...(source.owner !== '' && { owner: source.owner }),
      tags: tagsOf(tags as Iterable<readonly [string, string]>, `source of ${view.name}`, report),
    },
  };
}

/** The datasets of several views, each once with the columns that one of them reads. */
export function mergeDatasets(inputs: readonly TakenSource['input'][], report: Report): TakenSource['input'][] {
  const merged = new Map<string, TakenSource['input']>();
  for (const input of inputs) {
    const before = merged.get(input.dataset) ?? input;
    if (before.location !== input.location)
      report.note(`source ${input.dataset}`, `several sources have that name here; only ${before.location} is kept`);
    const columns = new Map([...before.columns, ...input.columns].map((column) => [column.name, column]));
    merged.set(input.dataset, { ...before, columns: [...columns.values()] });
  }
  // Feast keeps no digest of its data: this one says what the source is, not what was in it.
  return [...merged.values()].map((input) => {
    const facts = JSON.stringify([input.location, input.columns]);
    return { ...input, digest: `feast:${createHash('sha256').update(facts).digest('hex')}` };
  });
}

function locationOf(source: Omit<FeastSource, 'batchSource'>): string | undefined {
  const { file, bigquery, redshift, snowflake, spark, trino, athena, className, name } = source;
  if (file?.uri) return file.uri;
  const kinds = { bigquery, redshift, snowflake, spark, trino, athena };
  for (const [kind, place] of Object.entries(kinds)) {
    const where = place?.table || place?.query || spark?.path;
    if (where) return `${kind}:${where}`.slice(0, 2_000);
  }
  const what = className.split('.').at(-1);
  return what || name ? `feast:${what ?? ''}/${name}` : undefined;
}
