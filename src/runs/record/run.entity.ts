import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { GraphNode } from '../../graph/nodes/graph-node.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { JsonObject } from '../../platform/graphql/scalars/json.scalar.js';
import { CodeReference } from './code-reference.js';
import { RunStatus } from './run-status.js';
import { RunType } from './run-type.js';

/** Experiment, parent run, inputs and outputs are edges, and stand nowhere else. */
@Entity('run')
@ObjectType('Run', {
  implements: GraphNode,
  description:
    'One execution: what it was given, what it measured, what it read and what it made. Only its id refers to it; names may repeat.',
})
export class Run extends GraphNode {
  @PrimaryColumn('uuid', { name: 'id' })
  nodeId!: string;

  @Column('text')
  @Field(() => RunType, { description: 'What it does.' })
  type!: RunType;

  @Column('text')
  @Field(() => RunStatus, { description: 'Where it stands.' })
  status!: RunStatus;

  @Column('text', { nullable: true })
  @Field(() => String, {
    nullable: true,
    description: 'The key it was started with; starting again with the same key gives this run.',
  })
  key!: string | null;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  @Field(() => DateTime, { nullable: true, description: 'When it began to run; null while it is PENDING.' })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  @Field(() => DateTime, { nullable: true, description: 'When it ended; null before.' })
  endedAt!: Date | null;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'What was said when it ended, such as the error that ended it.' })
  message!: string | null;

  @Column('timestamptz', { name: 'reported_at', nullable: true })
  @Field(() => DateTime, {
    nullable: true,
    description:
      'When it was heard of last while it ran, to within a tenth of `lostAfterSeconds` or five seconds; null for one that promised nothing.',
  })
  reportedAt!: Date | null;

  @Column('integer', { name: 'lost_after', nullable: true })
  @Field(() => Int, {
    nullable: true,
    description: 'Seconds without a report after which it is LOST; 0: never. Null: what the service says for all runs.',
  })
  lostAfterSeconds!: number | null;

  @Column('jsonb', { nullable: true })
  @Field(() => CodeReference, { nullable: true, description: 'Where its code is.' })
  code!: CodeReference | null;

  @Column('jsonb', { nullable: true })
  @Field(() => JsonObject, {
    nullable: true,
    description: 'What it ran in: Python version, packages, hardware, …',
  })
  environment!: object | null;
}
