import { Field, ObjectType } from 'type-graphql';
import { Column, PrimaryColumn, Entity as Table } from 'typeorm';
import { GraphNode } from '../../../graph/nodes/graph-node.js';
import { JoinKey } from '../../../values/join-key.js';

@Table('entity')
@ObjectType('Entity', {
  implements: GraphNode,
  description: 'What features are about: a name and one or more typed join keys.',
})
export class Entity extends GraphNode {
  @PrimaryColumn('uuid', { name: 'id' })
  nodeId!: string;

  @Column('jsonb', { name: 'join_keys' })
  @Field(() => [JoinKey], { description: 'The columns of its key, in order.' })
  joinKeys!: JoinKey[];
}
