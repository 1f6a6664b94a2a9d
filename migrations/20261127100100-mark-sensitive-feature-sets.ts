import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Feature sets whose values only some may read. What is made of them is found by the edges, so nothing has to be marked besides. */
export class MarkSensitiveFeatureSets20261127100100 implements MigrationInterface {
  name = 'MarkSensitiveFeatureSets20261127100100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table sensitive_feature_set (
        feature_set_id uuid primary key references node (id),
        marked_at      timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
        marked_by      text not null
      );
      create trigger sensitive_feature_set_changed after insert or delete on sensitive_feature_set
        for each statement execute function announce_catalog_change();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table sensitive_feature_set');
  }
}
