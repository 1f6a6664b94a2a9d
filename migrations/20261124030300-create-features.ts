import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Definitions of features. The rows of each feature set version get tables of their own when it is published. */
export class CreateFeatures20261124030300 implements MigrationInterface {
  name = 'CreateFeatures20261124030300';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table entity (
        id        uuid primary key references node (id),
        join_keys jsonb not null
      );

      create sequence feature_storage as integer;
      create table feature_set_version (
        id             uuid primary key references node (id),
        storage        integer not null unique,
        digest         text not null,
        features       jsonb not null,
        ttl_seconds    integer check (ttl_seconds >= 0),
        transformation jsonb
      );

      -- Lookups cache what references, signatures and bindings resolve to.
      create trigger node_catalog_insert after insert on node for each row
        when (new.kind in ('ENTITY', 'FEATURE_SET', 'FEATURE_SET_VERSION', 'MODEL', 'MODEL_VERSION', 'ENVIRONMENT', 'DEPLOYMENT'))
        execute function announce_catalog_change();
      create trigger node_catalog_delete after update of deleted_at on node for each row
        when (new.deleted_at is distinct from old.deleted_at)
        execute function announce_catalog_change();
      create trigger edge_catalog after insert or update on edge for each row
        when (new.kind in ('SIGNATURE', 'BINDING'))
        execute function announce_catalog_change();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      do $$
      declare storage int;
      begin
        for storage in select s.storage from feature_set_version s loop
          execute format('drop table feature_online_%s, feature_history_%s', storage, storage);
        end loop;
      end $$;
      drop trigger edge_catalog on edge;
      drop trigger node_catalog_delete on node;
      drop trigger node_catalog_insert on node;
      drop table feature_set_version;
      drop sequence feature_storage;
      drop table entity;
    `);
  }
}
