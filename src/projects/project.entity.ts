import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { DateTime } from '../platform/graphql/scalars/date-time.scalar.js';

@Entity('project')
@ObjectType({
  description: 'Namespace and access boundary. Names are unique per kind inside a project.',
})
export class Project {
  @PrimaryColumn('text')
  @Field(() => String, { description: 'Its name; what the `headwater-project` header takes.' })
  name!: string;

  @Column('text', { nullable: true })
  @Field(() => String, { nullable: true, description: 'What it is for.' })
  description!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  @Field(() => DateTime, { description: 'When it was made.' })
  createdAt!: Date;

  @Column('text', { name: 'created_by' })
  @Field(() => String, { description: 'Who made it.' })
  createdBy!: string;
}
