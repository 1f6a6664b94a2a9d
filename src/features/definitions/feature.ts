import { Field, ObjectType } from 'type-graphql';
import { DataType } from '../../datasets/data-type.js';

@ObjectType({ description: 'A column of a feature set version.', simpleResolvers: true })
export class Feature {
  @Field(() => String, { description: 'Its name.' }) name!: string;
  @Field(() => DataType, { description: 'Its type.' }) type!: DataType;
  @Field(() => String, { nullable: true, description: 'What it says, and in which unit.' }) description!: string | null;
  @Field(() => Boolean, { description: 'Whether NaN and infinities may be written; they travel as strings.' })
  allowNonFinite!: boolean;
}

@ObjectType({ description: 'Where the code that computes features is.', simpleResolvers: true })
export class Transformation {
  @Field(() => String, { description: 'URL of the repository.' }) repository!: string;
  @Field(() => String, { nullable: true, description: 'Commit.' }) commit!: string | null;
  @Field(() => String, { nullable: true, description: 'Path of the file, or name of the function.' }) entryPoint!:
    | string
    | null;
}
