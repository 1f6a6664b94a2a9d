import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';
import type { ChangeDetails } from '../../graph/nodes/changes/record-change.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { JsonObject } from '../../platform/graphql/scalars/json.scalar.js';

export enum ChangeDoor {
  GRAPHQL = 'GRAPHQL',
  HTTP = 'HTTP',
  COMMAND = 'COMMAND',
  JOB = 'JOB',
  SERVICE = 'SERVICE',
}

registerEnumType(ChangeDoor, {
  name: 'ChangeDoor',
  description: 'Where a change came in.',
  valuesConfig: {
    GRAPHQL: { description: 'A mutation.' },
    HTTP: { description: 'A route below /v1.' },
    COMMAND: { description: "A command on the server's own machine." },
    JOB: { description: 'Work that somebody asked for before.' },
    SERVICE: { description: 'The service itself.' },
  },
});

@ObjectType({ description: 'One thing that was done: the record that its transaction left.' })
export class Change {
  @Field(() => ID, { description: 'Its id, a uuid.' }) id!: string;
  @Field(() => String, { description: 'Its place in the feed: resume after it.' }) cursor!: string;
  @Field(() => DateTime, { description: 'When it was done.' }) at!: Date;
  @Field(() => String, { nullable: true, description: 'The project; null for what belongs to none.' }) project!:
    | string
    | null;
  @Field(() => String, { description: 'Who did it.' }) principal!: string;
  @Field(() => ChangeDoor, { description: 'Where it came in.' }) door!: ChangeDoor;
  @Field(() => String, { nullable: true, description: 'The x-request-id of the request that did it.' }) requestId!:
    | string
    | null;
  @Field(() => String, { description: 'What was done, such as `model:set-alias`.' }) action!: string;
  @Field(() => String, { nullable: true, description: 'Why, as it was said.' }) reason!: string | null;
  @Field(() => JsonObject, {
    description:
      'What changed: `things` with their fields before and after, `edges`, `counts`. Never the value of a feature.',
  })
  details!: ChangeDetails;

  /** The uuids of the nodes that it is about. */
  nodeIds!: readonly string[];
}
