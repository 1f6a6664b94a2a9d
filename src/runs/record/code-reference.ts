import { Field, InputType, ObjectType } from 'type-graphql';
import { badInput } from '../../platform/errors.js';
import { checkText } from '../../platform/text/check-text.js';

@ObjectType({ description: 'Where the code of a run is.' })
export class CodeReference {
  @Field(() => String, { description: 'The repository: a URL.' }) repository!: string;
  @Field(() => String, { nullable: true, description: 'The commit that ran.' }) commit!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'What was started in it, such as `train.py` or `flights.train:main`.',
  })
  entryPoint!: string | null;
}

@InputType({ description: 'Where the code of a run is.' })
export class CodeReferenceInput {
  @Field(() => String, { description: 'The repository: a URL.' }) repository!: string;
  @Field(() => String, { nullable: true, description: 'The commit that runs.' }) commit?: string | null;
  @Field(() => String, { nullable: true, description: 'What is started in it, such as `train.py`.' })
  entryPoint?: string | null;
}

/** A code reference as the run keeps it. Throws BAD_USER_INPUT for one that names no repository. */
export function codeReference(input: CodeReferenceInput): CodeReference {
  if (input.repository.trim() === '')
    throw badInput('code.repository is empty; give the URL of the repository.', { field: 'code' });
  const code = { repository: input.repository, commit: input.commit ?? null, entryPoint: input.entryPoint ?? null };
  for (const [field, text] of Object.entries(code)) checkText(`code.${field}`, text ?? '', 2_000);
  return code;
}
