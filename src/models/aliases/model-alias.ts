import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';

@ObjectType({ description: 'A movable name of a model version, and how long it pointed there.' })
export class ModelAlias {
  /** Not a field: modelVersion loads it. */
  modelVersionId!: string;

  @Field(() => String, { description: 'The name: `champion` in `flight_delay@champion`.' }) alias!: string;
  @Field(() => DateTime, { description: 'Since when it points there.' }) validFrom!: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When it was moved, removed, or its version deleted; null while it points there.',
  })
  validTo!: Date | null;

  @Field(() => String, { description: 'Who set it.' }) setBy!: string;
  @Field(() => String, { nullable: true, description: 'Who moved or removed it, or deleted its version.' })
  endedBy!: string | null;
}
