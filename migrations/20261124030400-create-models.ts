import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Model versions, and where their aliases have pointed. */
export class CreateModels20261124030400 implements MigrationInterface {
  name = 'CreateModels20261124030400';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table model_version (
        id              uuid primary key references node (id),
        artifact_uri    text not null,
        artifact_digest text not null,
        artifact_format text,
        artifact_bytes  bigint check (artifact_bytes >= 0),
        metrics         jsonb not null
      );

      create table model_alias (
        id               bigint generated always as identity primary key,
        model_id         uuid not null references node (id),
        alias            text not null,
        model_version_id uuid not null references node (id),
        valid_from       timestamptz not null,
        valid_to         timestamptz,
        set_by           text not null,
        ended_by         text,
        check (valid_from < valid_to)
      );
      create unique index model_alias_current on model_alias (model_id, alias) where valid_to is null;
      create index model_alias_version on model_alias (model_version_id) where valid_to is null;
      create index model_alias_time on model_alias (model_id, alias, valid_from desc);
      create index model_alias_history on model_alias (model_id, id desc);

      -- Lookups cache what an alias resolves to.
      create trigger model_alias_catalog after insert or update or delete on model_alias
        for each statement execute function announce_catalog_change();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table model_alias;
      drop table model_version;
    `);
  }
}
