import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Writes that follow the current version of a feature set are counted beside the lookups that do. */
export class CountUnpinnedWrites20261128010000 implements MigrationInterface {
  name = 'CountUnpinnedWrites20261128010000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table unpinned_lookup add column kind text not null default 'LOOKUP' check (kind in ('LOOKUP', 'WRITE'));
      alter table unpinned_lookup drop constraint unpinned_lookup_pkey, add primary key (feature_set_id, kind, day);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      delete from unpinned_lookup where kind = 'WRITE';
      alter table unpinned_lookup drop constraint unpinned_lookup_pkey, drop column kind, add primary key (feature_set_id, day);
    `);
  }
}
