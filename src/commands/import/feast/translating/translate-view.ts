import { plainName } from '../../../../platform/text/plain-name.js';
import type { Report } from '../../reading/report.js';
import { tagsOf } from '../../reading/tags.js';
import type { FeastField, FeastView } from '../registry/registry.js';
import type { TakenFeature, TakenView } from './taken.js';
import type { EntityTable } from './translate-entities.js';
import { datasetOf } from './translate-source.js';
import { typeOf } from './value-types.js';
import { renamed } from './words.js';

const PUSH_SOURCE = 9;
const EVENT_TIME = 'event_time';
const MOST_SECONDS = 2 ** 31 - 1;

/** A feature view as a feature set; undefined where it can't be one. */
export function translateView(view: FeastView, entities: EntityTable, report: Report): TakenView | undefined {
  const what = `feature view ${view.name}`;
  const entity = entities.of(view);
  if (typeof entity === 'string') {
    report.skip(what, entity);
    return undefined;
  }
  const features = featuresOf(view, new Set(entity.keys.map(({ name }) => name)), report);
  if (features.length === 0) {
    report.skip(what, 'none of its features can be taken');
    return undefined;
  }
  const dataset = datasetOf(view, entity, features, report);
  const ttlSeconds = ttlOf(view, report);
  const set = {
    name: renamed('feature view', view.name, 'set', report),
    entity: entity.name,
    features: features.map(({ name, type, field, feastName }) => ({
      name,
      type: type as never,
      // What Feast's stores hold may be NaN.
      ...(type.startsWith('FLOAT64') && { allowNonFinite: true }),
      ...describe(field),
      ...(dataset !== undefined && {
        sources: [{ dataset: dataset.input.dataset, columns: [dataset.columnOf(feastName)] }],
      }),
    })),
    ...(ttlSeconds !== undefined && { ttlSeconds }),
    ...(view.description !== '' && { description: view.description }),
    ...(view.owner !== '' && { owner: view.owner }),
    tags: tagsOf([...view.tags, ...ownTags(view)], what, report),
  };
  if (view.disabled) report.note(what, 'it is disabled in Feast; here it is served');
  return { feastName: view.name, set, dataset: dataset?.input, features, keys: entity.keys };
}

function featuresOf(view: FeastView, keys: ReadonlySet<string>, report: Report): TakenFeature[] {
  const taken = new Map<string, TakenFeature>();
  for (const field of view.features) {
    const what = `feature ${view.name}:${field.name}`;
    const type = typeOf(field.type);
    const name = plainName(field.name, 'column');
    if ('skipped' in type) report.skip(what, type.skipped);
    else if (name === EVENT_TIME) report.skip(what, 'event_time is what the time of a row is called here');
    else if (keys.has(name)) report.skip(what, 'a join key has its name here');
    else if (taken.has(name)) report.skip(what, `${taken.get(name)?.feastName} has its name here, ${name}, already`);
    else {
      if (type.note !== undefined) report.note(what, `is taken ${type.note}`);
      renamed('feature', field.name, 'column', report);
      taken.set(name, { feastName: field.name, name, type: type.type, field });
    }
  }
  return [...taken.values()];
}

/** Features have no tags here. */
function describe({ description, tags }: FeastField): { description?: string } {
  const tagText = [...tags].map(([key, value]) => `${key}=${value}`).join(', ');
  const text = [description, tagText === '' ? '' : `Tags: ${tagText}`].filter((part) => part !== '').join('\n');
  return text === '' ? {} : { description: text };
}

function ttlOf({ name, ttl }: FeastView, report: Report): number | undefined {
  const seconds = (ttl?.seconds ?? 0) + ((ttl?.nanos ?? 0) > 0 ? 1 : 0);
  if (seconds <= 0) return undefined;
  if ((ttl?.nanos ?? 0) > 0) report.note(`feature view ${name}`, `its TTL is rounded up to ${seconds} seconds`);
  if (seconds <= MOST_SECONDS) return seconds;
  report.note(`feature view ${name}`, 'its TTL is more than 68 years; here its rows never expire');
  return undefined;
}

function ownTags({ streamSource, batchSource }: FeastView): [string, string][] {
  const tags: [string, string][] = [];
  const push = [streamSource, batchSource].find((source) => source?.type === PUSH_SOURCE);
  if (push !== undefined) tags.push(['feast.push_source', push.name]);
  else if (streamSource !== undefined) tags.push(['feast.stream_source', streamSource.name]);
  return tags;
}
