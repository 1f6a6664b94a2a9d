import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { GraphNode } from '../../../graph/nodes/graph-node.js';
import { DateTime } from '../../../platform/graphql/scalars/date-time.scalar.js';
import { Feature, Transformation } from '../feature.js';
import { FutureEventPolicy } from '../rules/future-event-policy.js';

@Entity('feature_set_version')
@ObjectType('FeatureSetVersion', {
  implements: GraphNode,
  description: 'One immutable definition of a feature set. It has rows of its own.',
})
export class FeatureSetVersion extends GraphNode {
  @PrimaryColumn('uuid', { name: 'id' })
  nodeId!: string;

  /** Number of its row tables: feature_online_<storage> and feature_history_<storage>. */
  @Column('integer')
  storage!: number;

  /** SHA-256 of the canonical definition; same digest, same version. */
  @Column('text')
  digest!: string;

  @Column('jsonb')
  @Field(() => [Feature], { description: 'Its features, in order.' })
  features!: Feature[];

  @Column('integer', { name: 'ttl_seconds', nullable: true })
  @Field(() => Int, {
    nullable: true,
    description: 'Seconds after its event time at which a row expires; null or 0: never.',
  })
  ttlSeconds!: number | null;

  @Column('text', { name: 'on_future_event' })
  @Field(() => FutureEventPolicy, {
    description: 'What becomes of rows whose event time lies further ahead than the service tolerates.',
  })
  onFutureEvent!: FutureEventPolicy;

  @Column('integer', { name: 'keep_history_for', nullable: true })
  @Field(() => Int, { nullable: true, description: 'Seconds for which history is kept; null: all of it is.' })
  keepHistoryFor!: number | null;

  @Column('timestamptz', { name: 'history_from', nullable: true })
  @Field(() => DateTime, {
    nullable: true,
    description: 'History before this moment was compacted; reads as of earlier times are refused. null: none was.',
  })
  historyFrom!: Date | null;

  @Column('timestamptz', { name: 'rows_dropped_at', nullable: true })
  @Field(() => DateTime, { nullable: true, description: 'When its rows were dropped; null: they are there.' })
  rowsDroppedAt!: Date | null;

  @Column('jsonb', { nullable: true })
  @Field(() => Transformation, { nullable: true, description: 'Where the code is that computes it.' })
  transformation!: Transformation | null;
}
