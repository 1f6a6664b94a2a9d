import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What model versions were made from, as it was when they were registered. */
export class CreateFrozenLineage20261124030600 implements MigrationInterface {
  name = 'CreateFrozenLineage20261124030600';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table frozen_lineage (
        model_version_id uuid primary key references node (id),
        document         text not null,
        digest           text not null,
        node_count       integer not null,
        edge_count       integer not null,
        frozen_at        timestamptz not null default date_trunc('milliseconds', now())
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table frozen_lineage');
  }
}
