import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which version of a feature set is current, and how it came to be. Until now the newest one was what everybody read and wrote. */
export class CreateActivations20261126060000 implements MigrationInterface {
  name = 'CreateActivations20261126060000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What a reference without a version means; null: the newest one.
      alter table node add column current_version_id uuid references node (id);

      create table feature_set_activation (
        id             bigint generated always as identity primary key,
        feature_set_id uuid not null references node (id),
        from_id        uuid references node (id),
        to_id          uuid not null references node (id),
        cause          text not null check (cause in ('PUBLICATION', 'ACTIVATION', 'BACKFILL', 'DELETION')),
        forced         boolean not null default false,
        reason         text,
        activated_by   text not null,
        activated_at   timestamptz not null default date_trunc('milliseconds', clock_timestamp())
      );
      create index feature_set_activation_history on feature_set_activation (feature_set_id, id desc);

      -- Each version became current when it was published.
      insert into feature_set_activation (feature_set_id, from_id, to_id, cause, activated_by, activated_at)
      select v.parent_id, lag(v.id) over (partition by v.parent_id order by v.version), v.id, 'PUBLICATION', v.created_by, v.created_at
      from node v where v.kind = 'FEATURE_SET_VERSION' and v.deleted_at is null
      order by v.created_at, v.parent_id, v.version;

      update node s set current_version_id = (
        select v.id from node v where v.parent_id = s.id and v.version is not null and v.deleted_at is null
        order by v.version desc limit 1
      )
      where s.kind = 'FEATURE_SET';

      create trigger node_catalog_current after update of current_version_id on node for each row
        when (new.current_version_id is distinct from old.current_version_id)
        execute function announce_catalog_change();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger node_catalog_current on node;
      drop table feature_set_activation;
      alter table node drop column current_version_id;
    `);
  }
}
