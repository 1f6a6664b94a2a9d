import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { GraphNode } from '../graph/nodes/graph-node.js';

/** What serves behind it are BINDING edges, and stands nowhere else. */
@Entity('deployment')
@ObjectType('Deployment', {
  implements: GraphNode,
  description: 'A named place in an environment where model versions serve.',
})
export class Deployment extends GraphNode {
  @PrimaryColumn('uuid', { name: 'id' })
  nodeId!: string;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'Where it answers: a URL; null if not known.' })
  endpoint!: string | null;

  /** The time that it was asked about; undefined: now. */
  seenAt?: string;
}
