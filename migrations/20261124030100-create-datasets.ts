import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDatasets20261124030100 implements MigrationInterface {
  name = 'CreateDatasets20261124030100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table dataset_version (
        id         uuid primary key references node (id),
        digest     text not null,
        location   text not null,
        columns    jsonb not null,
        row_count  bigint check (row_count >= 0),
        byte_count bigint check (byte_count >= 0)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table dataset_version');
  }
}
