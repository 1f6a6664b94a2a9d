import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lookups that follow the current version of a feature set, counted by day for all processes together. */
export class CountUnpinnedLookups20261126180000 implements MigrationInterface {
  name = 'CountUnpinnedLookups20261126180000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table unpinned_lookup (
        feature_set_id uuid not null references node (id),
        day            date not null,
        count          bigint not null check (count > 0),
        primary key (feature_set_id, day)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table unpinned_lookup');
  }
}
