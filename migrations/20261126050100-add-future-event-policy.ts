import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What becomes of rows whose event lies too far ahead. */
export class AddFutureEventPolicy20261126050100 implements MigrationInterface {
  name = 'AddFutureEventPolicy20261126050100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table feature_set_version
        add column on_future_event text not null default 'REJECT' check (on_future_event in ('REJECT', 'COUNT'))
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table feature_set_version drop column on_future_event');
  }
}
