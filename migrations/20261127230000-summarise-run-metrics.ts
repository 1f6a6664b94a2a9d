import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of each metric of a run its first, least and greatest value stand beside the last one; runs tell when they were heard of; metrics have goals. */
export class SummariseRunMetrics20261127230000 implements MigrationInterface {
  name = 'SummariseRunMetrics20261127230000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table run_metric_point alter column step type bigint;

      alter table run_metric
        alter column step type bigint,
        add column first_value double precision,
        add column first_step  bigint,
        add column first_time  timestamptz,
        -- NaN is neither small nor great; null where there is nothing else.
        add column min_value   double precision,
        add column max_value   double precision;
      update run_metric m set
        first_value = f.value, first_step = f.step, first_time = f.time, min_value = b.min, max_value = b.max
      from (
        select distinct on (run_id, name) run_id, name, value, step, time from run_metric_point order by run_id, name, step, time, value
      ) f
      join (
        select run_id, name, min(nullif(value, 'NaN')) as min, max(nullif(value, 'NaN')) as max from run_metric_point group by run_id, name
      ) b using (run_id, name)
      where m.run_id = f.run_id and m.name = f.name;

      alter table run
        -- When it was heard of last, to within the time after which it is taken for lost; null where nobody promised to tell.
        add column reported_at timestamptz,
        -- Seconds; 0: it is never taken for lost. Null: what the settings say.
        add column lost_after integer check (lost_after >= 0);
      create index run_awaited on run (id) where status = 'RUNNING' and reported_at is not null;

      create table metric_definition (
        project     text not null,
        name        text collate "C" not null,
        goal        text not null check (goal in ('MAX', 'MIN')),
        description text,
        defined_at  timestamptz not null default date_trunc('milliseconds', now()),
        defined_by  text not null,
        primary key (project, name)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table metric_definition;
      drop index run_awaited;
      alter table run drop column lost_after, drop column reported_at;
      alter table run_metric
        drop column first_value, drop column first_step, drop column first_time, drop column min_value, drop column max_value,
        alter column step type integer;
      alter table run_metric_point alter column step type integer;
    `);
  }
}
