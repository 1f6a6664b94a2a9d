import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { NodeKind } from '../kinds/node-kind.js';

/** The `node` table: what all kinds share. A kind's own table has the same primary key. */
@Entity('node')
export class NodeRecord {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') kind!: NodeKind;
  @Column('text') project!: string;
  @Column('text') name!: string;
  /** The dataset of a dataset version, the environment of a deployment, …; null at the top. */
  @Column('uuid', { name: 'parent_id', nullable: true }) parentId!: string | null;
  @Column('integer', { nullable: true }) version!: number | null;
  /** What people write to refer to it: `flights@3`; null for kinds that are named by id alone. */
  @Column('text', { nullable: true }) label!: string | null;
  @Column('text', { nullable: true }) description!: string | null;
  @Column('jsonb') tags!: Record<string, string>;
  @Column('text', { nullable: true }) owner!: string | null;
  @Column('timestamptz', { name: 'created_at' }) createdAt!: Date;
  @Column('text', { name: 'created_by' }) createdBy!: string;
  @Column('timestamptz', { name: 'deleted_at', nullable: true }) deletedAt!: Date | null;
  @Column('text', { name: 'deleted_by', nullable: true }) deletedBy!: string | null;
  @Column('text', { name: 'delete_reason', nullable: true }) deleteReason!: string | null;
}
