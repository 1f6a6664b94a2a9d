import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Models as the runs of MLflow log them, before anybody registers them. */
export class CreateLoggedModels20261128003000 implements MigrationInterface {
  name = 'CreateLoggedModels20261128003000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table logged_model (
        id            uuid primary key references node (id),
        experiment_id uuid not null references node (id),
        source_run_id uuid references node (id),
        status        text not null,
        model_type    text not null,
        parameters    jsonb not null,
        artifact_root text not null,
        changed_at    timestamptz not null default date_trunc('milliseconds', now())
      );
      create index logged_model_experiment on logged_model (experiment_id, id desc);
      create index logged_model_run on logged_model (source_run_id, id);

      -- Of each metric the last point that a run logged about a model and a dataset; '' where it named none.
      create table logged_model_metric (
        model_id       uuid not null references node (id),
        name           text collate "C" not null,
        run_id         uuid not null,
        dataset_name   text not null,
        dataset_digest text not null,
        value          float8 not null,
        time           timestamptz not null,
        step           bigint not null,
        primary key (model_id, name, run_id, dataset_name, dataset_digest)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table logged_model_metric; drop table logged_model');
  }
}
