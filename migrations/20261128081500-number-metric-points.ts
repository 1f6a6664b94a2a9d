import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each call that logs points of metrics has a number, which the log of changes keeps: so the points that a run had at a time are known. */
export class NumberMetricPoints20261128081500 implements MigrationInterface {
  name = 'NumberMetricPoints20261128081500';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Drawn while the run is locked, so that of two calls of a run the later has the greater number.
      create sequence metric_call;
      -- Null for points of before: all of them are older than those with a number.
      alter table run_metric_point add column call bigint;

      -- A row where there were points of before: from when on it is known which points a run had.
      create table metric_calls_known (since timestamptz not null);
      insert into metric_calls_known select now() where exists (select from run_metric_point);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table metric_calls_known;
      alter table run_metric_point drop column call;
      drop sequence metric_call;
    `);
  }
}
