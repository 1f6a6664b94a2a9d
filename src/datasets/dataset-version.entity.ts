import { GraphQLSafeInt } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { GraphNode } from '../graph/nodes/graph-node.js';
import { DatasetColumn } from './dataset-column.js';

@Entity('dataset_version')
@ObjectType('DatasetVersion', {
  implements: GraphNode,
  description: 'One immutable state of a dataset: what it contains, where it lies, how big it is.',
})
export class DatasetVersion extends GraphNode {
  @PrimaryColumn('uuid', { name: 'id' })
  nodeId!: string;

  @Column('text')
  @Field(() => String, {
    description: 'Digest of the content, such as `sha256:9f86…`. Same digest and columns: same version.',
  })
  digest!: string;

  @Column('text')
  @Field(() => String, { description: 'Where the bytes are: a URI.' })
  location!: string;

  @Column('jsonb')
  @Field(() => [DatasetColumn], { description: 'Its columns, in order.' })
  columns!: DatasetColumn[];

  @Column('bigint', { name: 'row_count', nullable: true, transformer: { from: toNumber, to: (value) => value } })
  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Rows; null if not known.' })
  rowCount!: number | null;

  @Column('bigint', { name: 'byte_count', nullable: true, transformer: { from: toNumber, to: (value) => value } })
  @Field(() => GraphQLSafeInt, { nullable: true, description: 'Bytes; null if not known.' })
  byteCount!: number | null;
}

/** PostgreSQL's bigint comes as text; the input scalar kept it within 2^53. */
function toNumber(value: string | null): number | null {
  return value === null ? null : Number(value);
}
