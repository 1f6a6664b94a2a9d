import type { Manifest } from './manifest.js';

/** Asks the service. Throws with the messages of its errors. */
export type Ask = <Data>(query: string, variables: Record<string, unknown>) => Promise<Data>;

/** One thing of the file: what would happen to it, and the mutation that does it. */
export interface Step {
  readonly what: string;
  /** In words; undefined where it is there already, just so. */
  readonly change: string | undefined;
  readonly mutation: string;
  readonly input: Record<string, unknown>;
}

const ENVIRONMENT = 'mutation ($input: DefineEnvironmentInput!) { defineEnvironment(input: $input) { created } }';
const ENTITY = 'mutation ($input: DefineEntityInput!) { defineEntity(input: $input) { created } }';
const FEATURE_SET = 'mutation ($input: PublishFeatureSetInput!) { publishFeatureSet(input: $input) { created } }';
const DRY_RUN = `mutation ($input: PublishFeatureSetInput!) {
  publishFeatureSet(input: $input) { created publication { version becomesCurrent because } }
}`;

interface DryRun {
  readonly publishFeatureSet: {
    readonly created: boolean;
    readonly publication: { readonly version: number; readonly becomesCurrent: boolean; readonly because: string };
  };
}

/** Compares a manifest with what the service has; changes nothing. The steps stand in the order in which they can be done. */
export async function planChanges(ask: Ask, { environments, entities, featureSets }: Manifest): Promise<Step[]> {
  const steps: Step[] = [];
  for (const input of environments) steps.push(await planEnvironment(ask, input));
  const made = new Set<string>();
  for (const input of entities) {
    const step = await planEntity(ask, input);
    if (step.change !== undefined) made.add(input.name);
    steps.push(step);
  }
  for (const input of featureSets) steps.push(await planFeatureSet(ask, input, made));
  return steps;
}

async function planEnvironment(ask: Ask, input: Manifest['environments'][number]): Promise<Step> {
  const { environment } = await ask<{ environment: object | null }>(
    'query ($ref: Ref!) { environment(ref: $ref) { id } }',
    { ref: input.name },
  );
  return {
    what: `environment ${input.name}`,
    change: environment === null ? 'to be defined' : undefined,
    mutation: ENVIRONMENT,
    input,
  };
}

async function planEntity(ask: Ask, input: Manifest['entities'][number]): Promise<Step> {
  const { entity } = await ask<{ entity: { joinKeys: { name: string; type: string }[] } | null }>(
    'query ($ref: Ref!) { entity(ref: $ref) { joinKeys { name type } } }',
    { ref: input.name },
  );
  const step = { what: `entity ${input.name}`, mutation: ENTITY, input };
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

async function planFeatureSet(
  ask: Ask,
  input: Manifest['featureSets'][number],
  made: ReadonlySet<string>,
): Promise<Step> {
  const step = { what: `feature set ${input.name}`, mutation: FEATURE_SET, input };
  // Until its entity is there the service can't say more.
  if (made.has(input.entity)) return { ...step, change: 'to be published' };
  const { created, publication } = (await ask<DryRun>(DRY_RUN, { input: { ...input, dryRun: true } }))
    .publishFeatureSet;
  if (!created) return { ...step, change: undefined };
  const current = publication.becomesCurrent ? 'current at once' : 'not current yet';
  return { ...step, change: `version ${publication.version} to be published, ${current}: ${publication.because}` };
}
