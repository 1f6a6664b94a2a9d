import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Long work that outlives a process, and the training sets that it makes. Spines and rows get tables of their own. */
export class CreateTrainingSets20261124040100 implements MigrationInterface {
  name = 'CreateTrainingSets20261124040100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table job (
        id               uuid primary key,
        kind             text not null,
        project          text not null,
        status           text not null default 'PENDING'
                         check (status in ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
        input            jsonb not null,
        result           jsonb,
        step             text,
        done             bigint not null default 0,
        total            bigint,
        error            text,
        attempts         integer not null default 0,
        cancel_requested boolean not null default false,
        created_by       text not null,
        created_at       timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
        started_at       timestamptz,
        ended_at         timestamptz
      );
      create index job_open on job (created_at) where status in ('PENDING', 'RUNNING');
      create index job_list on job (project, id desc);

      create sequence training_storage as integer;
      create table training_set (
        storage            integer primary key,
        project            text not null,
        job_id             uuid not null references job (id),
        dataset_version_id uuid unique references node (id),
        recipe             jsonb not null,
        known_at           timestamptz not null,
        row_count          bigint,
        digest             text,
        counts             jsonb,
        not_rebuildable    text,
        created_at         timestamptz not null default date_trunc('milliseconds', clock_timestamp())
      );
      create index training_set_job on training_set (job_id);
      create table training_set_block (
        storage integer not null references training_set (storage) on delete cascade,
        block   integer not null,
        digest  text not null,
        counts  jsonb not null,
        primary key (storage, block)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      do $$
      declare storage int;
      begin
        for storage in select t.storage from training_set t loop
          execute format('drop table if exists training_spine_%s, training_rows_%s', storage, storage);
        end loop;
      end $$;
      drop table training_set_block;
      drop table training_set;
      drop sequence training_storage;
      drop table job;
    `);
  }
}
