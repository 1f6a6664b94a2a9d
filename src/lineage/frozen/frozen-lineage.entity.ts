import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The upstream closure of a model version as it was when that was registered. Never changed. */
@Entity('frozen_lineage')
export class FrozenLineageRecord {
  @PrimaryColumn('uuid', { name: 'model_version_id' }) modelVersionId!: string;
  /** Canonical JSON (RFC 8785): `{"nodes": […], "edges": […]}`. */
  @Column('text') document!: string;
  /** SHA-256 of the document, lower-case hexadecimal. */
  @Column('text') digest!: string;
  @Column('integer', { name: 'node_count' }) nodeCount!: number;
  @Column('integer', { name: 'edge_count' }) edgeCount!: number;
  @Column('timestamptz', { name: 'frozen_at' }) frozenAt!: Date;
}
