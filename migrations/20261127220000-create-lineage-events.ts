import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What producers of OpenLineage have told: the events as they came, and of each thing what the deciding one of them says. */
export class CreateLineageEvents20261127220000 implements MigrationInterface {
  name = 'CreateLineageEvents20261127220000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table lineage_event (
        project     text not null,
        -- SHA-256 of the canonical JSON: the same event is taken once.
        digest      bytea not null,
        event_at    timestamptz not null,
        received_at timestamptz not null default now(),
        -- JSON in gzip.
        body        bytea not null,
        primary key (project, digest)
      );
      alter table lineage_event alter column body set storage external;

      -- Jobs and datasets by what their producers call them.
      create table foreign_name (
        node_id   uuid primary key references node (id),
        namespace text not null,
        name      text not null
      );

      -- How a run stands by the events so far, whatever the order in which they came.
      create table foreign_run (
        run_id     uuid primary key references node (id),
        type       text not null,
        rank       smallint not null,
        at         timestamptz not null,
        -- The first that was heard of it, and the first that said that it began.
        first_at   timestamptz not null,
        started_at timestamptz
      );

      -- What was said last of a node, by the time of the event. 'about': by which job, of a dataset; of which dataset, of a run; else zero.
      create table facet (
        node_id  uuid not null references node (id),
        part     text not null,
        about    uuid not null,
        name     text collate "C" not null,
        -- JSON as it was sent; null where it was taken back.
        content  text,
        event_at timestamptz not null,
        rank     smallint not null,
        digest   text collate "C" not null,
        primary key (node_id, part, about, name)
      );
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table facet; drop table foreign_run; drop table foreign_name; drop table lineage_event');
  }
}
