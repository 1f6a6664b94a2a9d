import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EdgeKind } from './edge-kind.js';

/** The `edge` table: the only place where a relation between nodes is stored. */
@Entity('edge')
export class EdgeRecord {
  @PrimaryColumn('bigint') id!: string;
  @Column('uuid') src!: string;
  @Column('uuid') dst!: string;
  @Column('text') kind!: EdgeKind;
  /** The run that made it, where there is one. */
  @Column('uuid', { name: 'run_id', nullable: true }) runId!: string | null;
  @Column('jsonb') attributes!: Record<string, unknown>;
  @Column('timestamptz', { name: 'valid_from' }) validFrom!: Date;
  @Column('timestamptz', { name: 'valid_to', nullable: true }) validTo!: Date | null;
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt!: Date;
  @Column('timestamptz', { name: 'retired_at', nullable: true }) retiredAt!: Date | null;
}
