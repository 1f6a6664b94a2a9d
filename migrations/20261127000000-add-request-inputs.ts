import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Values that a model version takes from the request: name, type and place among its features. */
export class AddRequestInputs20261127000000 implements MigrationInterface {
  name = 'AddRequestInputs20261127000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table model_version add column request_inputs jsonb not null default '[]'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table model_version drop column request_inputs');
  }
}
