import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Projects, and the kernel: everything is a node, every relation an edge. */
export class CreateGraph20261124030000 implements MigrationInterface {
  name = 'CreateGraph20261124030000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table project (
        name        text primary key,
        description text,
        created_at  timestamptz not null default date_trunc('milliseconds', now()),
        created_by  text not null
      );
      insert into project (name, description, created_by)
      values ('default', 'The project of requests that name none.', 'headwater');

      -- Times are whole milliseconds: what GraphQL gives back is exactly what asOf then compares with.
      create table node (
        id            uuid primary key,
        kind          text not null,
        project       text not null references project (name),
        name          text not null,
        parent_id     uuid references node (id),
        version       integer check (version > 0),
        last_version  integer not null default 0,
        logical       boolean not null,
        label         text,
        description   text,
        tags          jsonb not null default '{}',
        owner         text,
        created_at    timestamptz not null default date_trunc('milliseconds', now()),
        created_by    text not null,
        deleted_at    timestamptz,
        deleted_by    text,
        delete_reason text,
        words         tsvector not null generated always as (
          setweight(to_tsvector('simple', translate(name || ' ' || coalesce(label, ''), '_.-/@', '     ')), 'A') ||
          setweight(to_tsvector('simple', name || ' ' || coalesce(label, '')), 'A') ||
          setweight(to_tsvector('simple', coalesce(description, '')), 'B') ||
          setweight(to_tsvector('simple', coalesce(owner, '')), 'C') ||
          setweight(jsonb_to_tsvector('simple', tags, '["key", "string"]'), 'C')
        ) stored
      );
      create unique index node_label on node (project, label, kind) where deleted_at is null;
      create unique index node_version on node (parent_id, version);
      create index node_child on node (parent_id, kind, coalesce(version, 0) desc, id desc) where deleted_at is null;
      create index node_name on node (project, kind, name collate "C", id);
      create index node_kind on node (project, kind, id desc) where deleted_at is null;
      create index node_words on node using gin (words);

      create table edge (
        id          bigint generated always as identity primary key,
        src         uuid not null references node (id),
        dst         uuid not null references node (id),
        kind        text not null,
        run_id      uuid references node (id),
        attributes  jsonb not null default '{}',
        valid_from  timestamptz not null default date_trunc('milliseconds', now()),
        valid_to    timestamptz,
        recorded_at timestamptz not null default date_trunc('milliseconds', now()),
        retired_at  timestamptz,
        check (src <> dst)
      );
      create unique index edge_current on edge (src, dst, kind) where valid_to is null and retired_at is null;
      create index edge_downstream on edge (src, dst) include (kind, valid_from, valid_to, retired_at);
      create index edge_upstream on edge (dst, src) include (kind, valid_from, valid_to, retired_at);

      -- Every process caches what references resolve to; this tells all of them to forget it.
      create function announce_catalog_change() returns trigger language plpgsql as $$
      begin
        perform pg_notify('headwater_catalog', '');
        return null;
      end $$;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table edge;
      drop table node;
      drop table project;
      drop function announce_catalog_change();
    `);
  }
}
