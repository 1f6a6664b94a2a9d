import { GraphQLSafeInt } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { connectionOf } from '../../platform/graphql/lists/connection.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';

@ObjectType({ description: 'A file of a run or a version, or a folder of such files.' })
export class ArtifactEntry {
  @Field(() => String, { description: 'Its whole path, such as `plots/roc.png`.' }) path!: string;
  @Field(() => Boolean, { description: 'Whether it is a folder; it has only a path then.' }) isDir!: boolean;
  @Field(() => GraphQLSafeInt, { nullable: true, description: 'How many bytes it has; null of a folder.' }) size!:
    | number
    | null;
  @Field(() => String, { nullable: true, description: 'Digest of its bytes, `sha256:…`; null of a folder.' }) digest!:
    | string
    | null;
  @Field(() => String, { nullable: true, description: 'What it is, such as `image/png`; null of a folder.' })
  contentType!: string | null;
  @Field(() => DateTime, { nullable: true, description: 'When it was put there; null of a folder.' })
  createdAt!: Date | null;
  @Field(() => String, { nullable: true, description: 'Who put it there; null of a folder.' }) createdBy!:
    | string
    | null;
  @Field(() => String, {
    nullable: true,
    description:
      'Where its bytes are, on this service: a path, such as `/v1/artifacts/run_…/plots/roc.png`. Null of a folder.',
  })
  url!: string | null;
}

export const ArtifactEntryConnection = connectionOf('ArtifactEntry', () => ArtifactEntry);
