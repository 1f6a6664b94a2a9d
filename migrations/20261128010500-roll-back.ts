import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which earlier change of a deployment a rollback brings back, so that the next one goes further back. */
export class RollBack20261128010500 implements MigrationInterface {
  name = 'RollBack20261128010500';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table deployment_change add column restores timestamptz');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table deployment_change drop column restores');
  }
}
