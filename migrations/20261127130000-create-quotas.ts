import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How much each project may hold, where that differs from what the settings say for all. */
export class CreateQuotas20261127130000 implements MigrationInterface {
  name = 'CreateQuotas20261127130000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table project_quota (
        project text primary key references project (name),
        nodes   bigint check (nodes >= 0),
        rows    bigint check (rows >= 0),
        bytes   bigint check (bytes >= 0)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table project_quota');
  }
}
