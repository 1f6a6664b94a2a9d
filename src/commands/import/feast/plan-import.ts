import type { HeadwaterClient } from '@headwater/client';
import { planEntity, planFeatureService, planFeatureSet, type Step } from '../../apply/plan.js';
import type { Progress } from '../../client/progress.js';
import { ENTITY_TAGS, FIND_DATASET_VERSION, REGISTER_DATASET, SET_TAGS, UPDATE_TAGS } from './documents.js';
import type { Translation } from './translating/translate.js';

type FeatureSetInput = Translation['views'][number]['set'];
type Tags = readonly { readonly key: string; readonly value: string }[];

/** Compares what a registry says with what the service has; changes nothing. The steps stand in the order in which they can be done. */
export async function planImport(
  client: HeadwaterClient,
  { entities, datasets, views, services }: Translation,
  progress: Progress,
): Promise<Step[]> {
  const steps: Step[] = [];
  const fresh = { entities: new Set<string>(), datasets: new Set<string>(), sets: new Set<string>() };
  const total = entities.length + datasets.length + views.length + services.length;
  const add = (step: Step) => {
    steps.push(step);
    progress.show('Comparing', steps.length, total);
    return step.change !== undefined;
  };
  for (const input of entities) {
    const isNew = add(await planEntity(client, input));
    if (isNew) fresh.entities.add(input.name);
    else steps.push(...(await planTags(client, 'entity', input.name, input.tags ?? [])));
  }
  for (const input of datasets) if (add(await planDataset(client, input))) fresh.datasets.add(input.dataset);
  for (const { set } of views) {
    const reads = set.features.flatMap(({ sources }) => (sources ?? []).map(({ dataset }) => dataset));
    const isAwaited = fresh.entities.has(set.entity) || reads.some((dataset) => fresh.datasets.has(dataset));
    const step = await planFeatureSet(client, set, isAwaited);
    if (add({ ...step, apply: () => publish(client, step, set) })) fresh.sets.add(set.name);
    else steps.push(...(await planTags(client, 'featureSet', set.name, set.tags ?? [])));
  }
  for (const input of services) add(await planFeatureService(client, input, fresh.sets));
  return steps;
}

/** The words of an input are of the version; those who look for a feature view look at the set. */
async function publish(client: HeadwaterClient, step: Step, { name, description, owner, tags }: FeatureSetInput) {
  await step.apply();
  const { featureSet } = await client.graphql(SET_TAGS, { ref: name });
  if (featureSet === null) return;
  const kept = featureSet.tags.filter(({ key }) => !tags?.some((tag) => tag.key === key));
  const words = { ...(description != null && { description }), ...(owner != null && { owner }) };
  await client.graphql(UPDATE_TAGS, { input: { id: featureSet.id, ...words, tags: [...kept, ...(tags ?? [])] } });
}

async function planDataset(client: HeadwaterClient, input: Translation['datasets'][number]): Promise<Step> {
  const { datasetVersion } = await client.graphql(FIND_DATASET_VERSION, { ref: input.dataset });
  return {
    what: `dataset ${input.dataset}`,
    change: datasetVersion?.digest === input.digest ? undefined : 'to be registered',
    apply: () => client.graphql(REGISTER_DATASET, { input }),
  };
}

/** What is there keeps the tags that people gave it; those of Feast are brought up to date. */
async function planTags(
  client: HeadwaterClient,
  kind: 'entity' | 'featureSet',
  name: string,
  wanted: Tags,
): Promise<Step[]> {
  if (wanted.length === 0) return [];
  const node =
    kind === 'entity'
      ? (await client.graphql(ENTITY_TAGS, { ref: name })).entity
      : (await client.graphql(SET_TAGS, { ref: name })).featureSet;
  if (node === null) return [];
  const tags = new Map(node.tags.map(({ key, value }) => [key, value]));
  if (wanted.every(({ key, value }) => tags.get(key) === value)) return [];
  for (const { key, value } of wanted) tags.set(key, value);
  const input = { id: node.id, tags: [...tags].map(([key, value]) => ({ key, value })) };
  return [
    {
      what: `tags of ${name}`,
      change: 'to be brought up to date',
      apply: () => client.graphql(UPDATE_TAGS, { input }),
    },
  ];
}
