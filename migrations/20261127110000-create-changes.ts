import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was done: a log that is only ever added to, and the order that it is read in. */
export class CreateChanges20261127110000 implements MigrationInterface {
  name = 'CreateChanges20261127110000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Written last in the transaction of the change, so of two that touch the same node the earlier has the smaller seq.
      -- project is '' for what belongs to no project.
      create table change (
        seq        bigint generated always as identity primary key,
        id         uuid not null unique,
        project    text not null,
        principal  text not null,
        door       text not null,
        request_id text,
        action     text not null,
        nodes      uuid[] not null,
        reason     text,
        details    jsonb not null,
        at         timestamptz not null default date_trunc('milliseconds', clock_timestamp())
      );

      -- The numbers of changes that have no place in the order yet.
      create table change_unsealed (seq bigint primary key);

      -- The order that is read: gapless, given under a lock to what has been committed, so nothing appears below a position that was seen.
      -- Each hash covers the change, its position and the hash before it in the same project. Neither table is ever deleted from, so there
      -- are no foreign keys to look up. project, principal, action and at are those of the change, for the indexes.
      create table change_seal (
        position  bigint primary key,
        seq       bigint not null unique,
        project   text not null,
        principal text not null,
        action    text not null,
        at        timestamptz not null,
        hash      bytea not null
      );
      create index change_seal_project on change_seal (project, position);
      create index change_seal_principal on change_seal (project, principal, position);
      create index change_seal_action on change_seal (project, action, position);
      create index change_seal_at on change_seal (project, at);

      create table change_node (
        node_id  uuid not null,
        position bigint not null,
        primary key (node_id, position)
      );

      create function refuse_rewriting() returns trigger language plpgsql as $$
      begin
        raise exception 'The table % is only ever added to: % is refused.', tg_table_name, tg_op using errcode = 'insufficient_privilege';
      end $$;
      create trigger change_stays before update or delete or truncate on change
        for each statement execute function refuse_rewriting();
      create trigger change_seal_stays before update or delete or truncate on change_seal
        for each statement execute function refuse_rewriting();
      create trigger change_node_stays before update or delete or truncate on change_node
        for each statement execute function refuse_rewriting();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table change_node;
      drop table change_seal;
      drop table change_unsealed;
      drop table change;
      drop function refuse_rewriting();
    `);
  }
}
