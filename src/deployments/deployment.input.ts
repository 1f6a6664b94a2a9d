import { Field, InputType, Int } from 'type-graphql';
import type { RefParts } from '../graph/names/format-ref.js';
import { checkName } from '../graph/names/names.js';
import { splitRef } from '../graph/names/split-ref.js';
import type { KnownKinds } from '../graph/nodes/kinds/node-kind.js';
import { fromPublicId } from '../graph/nodes/node-id.js';
import { TagInput } from '../graph/nodes/tag.js';
import { Ref } from '../graph/references/ref.scalar.js';
import { badInput } from '../platform/errors.js';
import { checkText } from '../platform/text/check-text.js';
import { inQuotes } from '../platform/text/in-quotes.js';

@InputType({ description: 'A model version and its share of the traffic.' })
export class BindingInput {
  @Field(() => Ref, { description: 'The model version: `flight_delay@4`, `flight_delay@champion`, or an id.' })
  modelVersion!: string;

  @Field(() => Int, {
    description: 'Percent of the traffic, 0 to 100; 0 for a shadow or a standby. All shares together make 100.',
  })
  trafficPercent!: number;
}

@InputType({
  description:
    'What serves behind a deployment from now on. The deployment is made on first use; its environment is defined before.',
})
export class DeployInput {
  @Field(() => Ref, { description: '`production/flight-delay`: environment and name; or the id of a deployment.' })
  deployment!: string;

  @Field(() => [BindingInput], { description: 'The whole traffic split; what is not in it ends.' })
  bindings!: BindingInput[];

  @Field(() => String, { nullable: true, description: 'Where it answers: a URL. Left out or null: as it was.' })
  endpoint?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True deploys a model version although training data or runs upstream of it were deleted, as a rollback to an old version may need. Its own features must be there all the same. False if left out.',
  })
  allowDeletedUpstream?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True makes the environment if it is not there. False if left out: an unknown environment is NOT_FOUND, because its name may be misspelt.',
  })
  createEnvironment?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Why the split changes; the history keeps it.' })
  reason?: string | null;

  @Field(() => String, { nullable: true, description: 'What a new deployment is for. Later: updateNode.' })
  description?: string | null;

  @Field(() => [TagInput], { nullable: true, description: 'Tags of a new deployment. Later: updateNode.' })
  tags?: TagInput[] | null;

  @Field(() => String, { nullable: true, description: 'Who answers for a new deployment. Later: updateNode.' })
  owner?: string | null;
}

@InputType({ description: 'A deployment behind which nothing is to serve any more.' })
export class UndeployInput {
  @Field(() => Ref, { description: 'The deployment: `production/flight-delay`, or an id.' }) deployment!: string;
  @Field(() => String, { nullable: true, description: 'Why; the history keeps it.' }) reason?: string | null;
}

/** Throws BAD_USER_INPUT for the first thing that is wrong. */
export function checkDeploy(input: DeployInput, kinds: KnownKinds): void {
  parseDeploymentLabel(input.deployment, kinds);
  if (input.reason != null) checkText('reason', input.reason, 2_000);
  if (input.bindings.length === 0) {
    throw badInput('bindings is empty; undeploy ends everything behind a deployment.', { field: 'bindings' });
  }
  for (const { modelVersion, trafficPercent } of input.bindings) {
    if (trafficPercent >= 0 && trafficPercent <= 100) continue;
    throw badInput(`trafficPercent of ${inQuotes(modelVersion)} is ${trafficPercent}; it must be from 0 to 100.`, {
      field: 'trafficPercent',
      found: trafficPercent,
    });
  }
  const sum = input.bindings.reduce((total, binding) => total + binding.trafficPercent, 0);
  if (sum !== 100) {
    const terms = input.bindings.map((binding) => binding.trafficPercent).join(' + ');
    const found = input.bindings.length === 1 ? `${sum}` : `${terms} = ${sum}`;
    throw badInput(`The shares of the traffic add up to ${found}; they must add up to 100.`, {
      field: 'bindings',
      expected: 100,
      found: sum,
    });
  }
  if (input.endpoint?.trim() === '') {
    throw badInput('endpoint is empty; give a URL or leave it out.', { field: 'endpoint' });
  }
}

const NOTHING: RefParts = { name: '' };

/** The environment and name in `production/flight-delay`; undefined for an id. Throws BAD_USER_INPUT for other text. */
export function parseDeploymentLabel(
  ref: string,
  kinds: KnownKinds,
): { environment: string; name: string } | undefined {
  if (fromPublicId(ref, kinds) !== undefined) return undefined;
  const split = splitRef(ref);
  const { name: environment, child: name, version, member } = split.ok ? split.parts : NOTHING;
  if (name === undefined || version !== undefined || member !== undefined) {
    throw badInput(
      `${inQuotes(ref)} doesn't name a deployment; write environment and name, such as "production/flight-delay".`,
      { field: 'deployment', found: ref },
    );
  }
  return { environment: checkName('an environment', environment), name: checkName('a deployment', name) };
}
