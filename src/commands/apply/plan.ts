import type { HeadwaterClient } from '@headwater/client';
import {
  DEFINE_ENTITY,
  DEFINE_ENVIRONMENT,
  DEFINE_FEATURE_SERVICE,
  FIND_ENTITY,
  FIND_ENVIRONMENT,
  PUBLISH,
} from './documents.js';
import type { Manifest } from './manifest.js';

/** One thing of the file: what would happen to it, and how it is made so. */
export interface Step {
  readonly what: string;
  /** In words; undefined where it is there already, just so. */
  readonly change: string | undefined;
  readonly apply: () => Promise<unknown>;
}

/** Compares a manifest with what the service has; changes nothing. The steps stand in the order in which they can be done. */
export async function planChanges(
  client: HeadwaterClient,
  { environments, entities, featureSets, featureServices }: Manifest,
): Promise<Step[]> {
  const steps: Step[] = [];
  for (const input of environments) steps.push(await planEnvironment(client, input));
  const newEntities = new Set<string>();
  for (const input of entities) steps.push(noting(newEntities, input, await planEntity(client, input)));
  const newVersions = new Set<string>();
  for (const input of featureSets)
    steps.push(noting(newVersions, input, await planFeatureSet(client, input, newEntities.has(input.entity))));
  for (const input of featureServices) steps.push(await planFeatureService(client, input, newVersions));
  return steps;
}

/** Notes the name of what would change. */
function noting(names: Set<string>, { name }: { readonly name: string }, step: Step): Step {
  if (step.change !== undefined) names.add(name);
  return step;
}

async function planEnvironment(client: HeadwaterClient, input: Manifest['environments'][number]): Promise<Step> {
  const { environment } = await client.graphql(FIND_ENVIRONMENT, { ref: input.name });
  return {
    what: `environment ${input.name}`,
    change: environment === null ? 'to be defined' : undefined,
    apply: () => client.graphql(DEFINE_ENVIRONMENT, { input }),
  };
}

export async function planEntity(client: HeadwaterClient, input: Manifest['entities'][number]): Promise<Step> {
  const { entity } = await client.graphql(FIND_ENTITY, { ref: input.name });
  const step = { what: `entity ${input.name}`, apply: () => client.graphql(DEFINE_ENTITY, { input }) };
  if (entity === null) return { ...step, change: 'to be defined' };
  const [is, wanted] = [entity.joinKeys, input.joinKeys].map(describeKeys);
  if (is !== wanted)
    throw new Error(
      `The entity "${input.name}" has the join keys ${is}, which can't change; the file says ${wanted}. Give it another name.`,
    );
  return { ...step, change: undefined };
}

function describeKeys(keys: readonly { name: string; type: string }[]): string {
  return `(${keys.map(({ name, type }) => `${name} ${type}`).join(', ')})`;
}

/** `isAwaited`: something that it names is to be made first. */
export async function planFeatureSet(
  client: HeadwaterClient,
  input: Manifest['featureSets'][number],
  isAwaited: boolean,
): Promise<Step> {
  const step = { what: `feature set ${input.name}`, apply: () => client.graphql(PUBLISH, { input }) };
  // Until that is there the service can't say more.
  if (isAwaited) return { ...step, change: 'to be published' };
  const { publishFeatureSet } = await client.graphql(PUBLISH, { input: { ...input, dryRun: true } });
  const { created, publication } = publishFeatureSet;
  if (!created || publication === null) return { ...step, change: undefined };
  const current = publication.becomesCurrent ? 'current at once' : 'not current yet';
  return { ...step, change: `version ${publication.version} to be published, ${current}: ${publication.because}` };
}

export async function planFeatureService(
  client: HeadwaterClient,
  input: Manifest['featureServices'][number],
  newVersions: ReadonlySet<string>,
): Promise<Step> {
  const step = {
    what: `feature service ${input.name}`,
    apply: () => client.graphql(DEFINE_FEATURE_SERVICE, { input }),
  };
  // Which version a reference means is known once they are published.
  const awaited = [...newVersions].filter((set) => input.features.some((ref) => setOf(ref) === set));
  if (awaited.length > 0) return { ...step, change: `to be defined once ${awaited.join(', ')} is published` };
  const { defineFeatureService } = await client.graphql(DEFINE_FEATURE_SERVICE, { input: { ...input, dryRun: true } });
  const { created, plan } = defineFeatureService;
  if (!created || plan === null) return { ...step, change: undefined };
  return { ...step, change: `version ${plan.version} to be defined: ${someOf(plan.features)}` };
}

const MOST_SHOWN = 10;

function someOf(features: readonly string[]): string {
  const more = features.length - MOST_SHOWN;
  return features.slice(0, MOST_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** `airport_traffic` of `airport_traffic@2:mean_delay_3h~origin`. */
const setOf = (ref: string) => ref.split(/[@:]/, 1)[0];
