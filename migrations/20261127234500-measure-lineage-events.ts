import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How much the events of a project take is known without reading them. */
export class MeasureLineageEvents20261127234500 implements MigrationInterface {
  name = 'MeasureLineageEvents20261127234500';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table lineage_event add column bytes integer generated always as (octet_length(body)) stored;
      create index lineage_event_bytes on lineage_event (project) include (bytes);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table lineage_event drop column bytes');
  }
}
