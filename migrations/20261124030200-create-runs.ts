import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRuns20261124030200 implements MigrationInterface {
  name = 'CreateRuns20261124030200';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table run (
        id          uuid primary key references node (id),
        -- The node's project once more, for the indexes; a node never changes its project.
        project     text not null,
        key         text,
        type        text not null,
        status      text not null,
        started_at  timestamptz,
        ended_at    timestamptz,
        message     text,
        code        jsonb,
        environment jsonb,
        check (ended_at >= started_at)
      );
      create unique index run_key on run (project, key);
      create index run_status on run (project, status, id);
      create index run_type on run (project, type, id);
      create index run_started on run (project, started_at, id);
      create index run_ended on run (project, ended_at, id);

      -- What belongs to a run is written under the lock on its row, and runs are never removed, so these three tables
      -- have no foreign key: a batch of 500 points would look up the same run 1,000 times.
      create table run_parameter (
        run_id  uuid not null,
        name    text collate "C" not null,
        project text not null,
        value   text not null,
        primary key (run_id, name)
      );
      -- An index entry holds at most 2,700 bytes; 128 characters are at most 512.
      create index run_parameter_value on run_parameter (project, name, (left(value, 128) collate "C"), run_id);

      -- The latest point of each metric, for search.
      create table run_metric (
        run_id  uuid not null,
        name    text collate "C" not null,
        project text not null,
        value   double precision not null,
        step    integer not null,
        time    timestamptz not null,
        primary key (run_id, name)
      );
      create index run_metric_value on run_metric (project, name, value, run_id);
      create index run_metric_run on run_metric (project, name, run_id) include (value);

      create table run_metric_point (
        run_id uuid not null,
        name   text collate "C" not null,
        step   integer not null,
        time   timestamptz not null,
        value  double precision not null,
        primary key (run_id, name, step, time, value)
      );

      create index run_tags on node using gin (tags jsonb_path_ops) where kind = 'RUN';
      create index run_experiment on node (parent_id, id) where kind = 'RUN';
      create index run_created on node (project, created_at, id) where kind = 'RUN';
      create index run_created_by on node (project, created_by, id) where kind = 'RUN';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index run_created_by;
      drop index run_created;
      drop index run_experiment;
      drop index run_tags;
      drop table run_metric_point;
      drop table run_metric;
      drop table run_parameter;
      drop table run;
    `);
  }
}
