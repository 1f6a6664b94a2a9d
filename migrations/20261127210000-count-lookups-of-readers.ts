import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lookups are counted for whatever says what is to be read, whether a deployment was asked or not. */
export class CountLookupsOfReaders20261127210000 implements MigrationInterface {
  name = 'CountLookupsOfReaders20261127210000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table served_lookup rename column model_version_id to reader_id;
      alter table served_lookup drop constraint served_lookup_pkey;
      alter table served_lookup alter column deployment_id drop not null;
      create unique index served_lookup_key on served_lookup (reader_id, deployment_id, minute) nulls not distinct;
      drop index served_lookup_model;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      delete from served_lookup where deployment_id is null;
      drop index served_lookup_key;
      alter table served_lookup rename column reader_id to model_version_id;
      alter table served_lookup add primary key (deployment_id, model_version_id, minute);
      create index served_lookup_model on served_lookup (model_version_id, minute);
    `);
  }
}
