import { Field, InputType, ObjectType } from 'type-graphql';

@ObjectType({ description: 'A parameter of a run. It never changes once it is logged.' })
export class Parameter {
  @Field(() => String, { description: 'Its name; unique per run.' }) name!: string;
  @Field(() => String, { description: 'Its value, as text.' }) value!: string;
}

@InputType({ description: 'A parameter of a run: written once.' })
export class ParameterInput {
  @Field(() => String, { description: 'Its name, 1 to 250 characters, such as `learning_rate`.' }) name!: string;
  @Field(() => String, {
    description:
      'Its value as text, at most 10,000 characters. The same value again is fine; another one is a CONFLICT.',
  })
  value!: string;
}
