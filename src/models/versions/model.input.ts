import { Extensions, Field, InputType } from 'type-graphql';
import { checkFreeName } from '../../graph/names/free-name.js';
import { TagInput } from '../../graph/nodes/tag.js';
import { checkOrigin, ORIGIN_DESCRIPTION } from '../../graph/origins/check-origin.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import { badInput } from '../../platform/errors.js';
import { atMost } from '../../platform/graphql/limits/list-limits.js';
import { ArtifactInput } from './artifact.js';
import { MetricInput } from './metric.js';
import { RequestInputInput } from './request-input.js';

@InputType({ description: 'A trained model. The model that it is a version of is made on first use.' })
export class RegisterModelVersionInput {
  @Field(() => String, { description: 'Name of the model: any text, such as `flight_delay` or `Flight delay (EU)`.' })
  model!: string;
  @Field(() => ArtifactInput, { description: 'Its bytes.' }) artifact!: ArtifactInput;

  @Extensions(atMost(5_000))
  @Field(() => [Ref], {
    nullable: true,
    description:
      'The features that it reads, in the order in which it takes them: `airport_traffic@2:mean_delay_3h`, or `airport_traffic@2:*~origin` for all of a version in a role. Without `@version` the current version, pinned now.',
  })
  signature?: string[] | null;

  @Field(() => Ref, {
    nullable: true,
    description:
      'Instead of signature: the feature service whose features it reads, `checkout@2`, pinned as they are there.',
  })
  service?: string | null;

  @Field(() => [RequestInputInput], {
    nullable: true,
    description:
      'What it takes from the request, each in its place among the features: a value that no feature set has, such as a distance.',
  })
  requestInputs?: RequestInputInput[] | null;

  @Field(() => Ref, { nullable: true, description: 'The run that trained it; it becomes an output of that run.' })
  run?: string | null;

  @Field(() => [MetricInput], { nullable: true, description: 'How good it is.' }) metrics?: MetricInput[] | null;
  @Field(() => [Ref], { nullable: true, description: 'Dataset versions that it was trained on.' }) trainedOn?:
    | string[]
    | null;

  @Field(() => [Ref], { nullable: true, description: 'Model versions that it was made from, as by fine-tuning.' })
  derivedFrom?: string[] | null;

  @Field(() => String, { nullable: true, description: 'What this version is, in words.' }) description?: string | null;
  @Field(() => [TagInput], { nullable: true, description: 'Tags of this version.' }) tags?: TagInput[] | null;
  @Field(() => String, { nullable: true, description: 'Who answers for it.' }) owner?: string | null;
  @Field(() => String, { nullable: true, description: ORIGIN_DESCRIPTION }) origin?: string | null;
}

/** Throws BAD_USER_INPUT for the first thing that is wrong. */
export function checkModelVersion(input: RegisterModelVersionInput): void {
  checkFreeName('a model', input.model);
  checkOrigin(input.origin);
  const { uri, digest, bytes } = input.artifact;
  if (uri.trim() === '') {
    throw badInput('artifact.uri is empty; give the URI where the bytes are.', { field: 'artifact.uri' });
  }
  if (digest.trim() === '') {
    throw badInput('artifact.digest is empty; give a digest of the bytes, such as "sha256:…".', {
      field: 'artifact.digest',
    });
  }
  if (bytes != null && bytes < 0) {
    throw badInput(`artifact.bytes is ${bytes}; it can't be negative.`, { field: 'artifact.bytes', found: bytes });
  }
  if (input.service != null && input.signature != null)
    throw badInput('Give either signature or service; both were given.', { field: 'service' });
  const seen = new Set<string>();
  for (const { name, value } of input.metrics ?? []) {
    if (name.trim() === '') throw badInput('A metric has an empty name.', { field: 'metrics' });
    if (seen.has(name)) {
      throw badInput(`The metric "${name}" stands twice in metrics.`, { field: 'metrics', found: name });
    }
    seen.add(name);
    if (Number.isFinite(value)) continue;
    throw badInput(`The metric "${name}" is ${value}; a version is judged by finite numbers.`, {
      field: 'metrics',
      found: String(value),
    });
  }
}
