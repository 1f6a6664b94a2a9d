import { GraphQLSafeInt } from 'graphql-scalars';
import { Field, InputType, ObjectType } from 'type-graphql';

@ObjectType({ description: 'The stored bytes of a model version.' })
export class Artifact {
  @Field(() => String, { description: 'Where the bytes are: a URI.' }) uri!: string;
  @Field(() => String, { description: 'Digest of the bytes, such as `sha256:9f86…`.' }) digest!: string;
  @Field(() => String, { nullable: true, description: 'How to read them, such as `onnx`.' }) format!: string | null;
  @Field(() => GraphQLSafeInt, { nullable: true, description: 'How many there are; null if not known.' }) bytes!:
    | number
    | null;
}

@InputType({ description: 'The stored bytes of a model version.' })
export class ArtifactInput {
  @Field(() => String, { description: 'Where the bytes are: a URI such as `s3://models/flight_delay/4.onnx`.' })
  uri!: string;

  @Field(() => String, { description: 'Digest of the bytes, such as `sha256:…`.' }) digest!: string;
  @Field(() => String, { nullable: true, description: 'How to read them, such as `onnx`.' }) format?: string | null;
  @Field(() => GraphQLSafeInt, { nullable: true, description: 'How many there are.' }) bytes?: number | null;
}
