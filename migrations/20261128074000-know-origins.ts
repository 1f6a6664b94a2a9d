import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What versions are known by where they came from, so that two who take over the same make it once. */
export class KnowOrigins20261128074000 implements MigrationInterface {
  name = 'KnowOrigins20261128074000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table version_origin (
        parent_id  uuid not null references node (id),
        origin     text collate "C" not null,
        version_id uuid not null references node (id),
        primary key (parent_id, origin)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table version_origin');
  }
}
