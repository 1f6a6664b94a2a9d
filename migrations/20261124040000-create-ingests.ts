import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bulk ingests: what a retry is answered with, and the rows that were left out. */
export class CreateIngests20261124040000 implements MigrationInterface {
  name = 'CreateIngests20261124040000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table ingest (
        id              uuid primary key,
        project         text not null,
        idempotency_key text,
        fingerprint     text,
        answer          json not null,
        created_by      text not null,
        created_at      timestamptz not null default date_trunc('milliseconds', clock_timestamp())
      );
      create unique index ingest_key on ingest (project, idempotency_key);

      create table ingest_bad_row (
        ingest_id uuid not null references ingest (id) on delete cascade,
        row       bigint not null,
        problem   text not null,
        content   text not null,
        primary key (ingest_id, row)
      );
      create index ingest_age on ingest (created_at);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table ingest_bad_row; drop table ingest');
  }
}
