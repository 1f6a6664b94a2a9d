import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files of runs and versions; their bytes lie outside, each content once, under its digest. */
export class CreateArtifacts20261127233000 implements MigrationInterface {
  name = 'CreateArtifacts20261127233000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table artifact_content (
        digest       bytea primary key check (length(digest) = 32),
        size         bigint not null check (size >= 0),
        -- Since when no file may have it any more, or has it yet: it is looked at before it is removed.
        unused_since timestamptz default clock_timestamp()
      );
      create index artifact_content_unused on artifact_content (unused_since) where unused_since is not null;

      create table artifact (
        node_id      uuid not null references node (id),
        path         text collate "C" not null check (octet_length(path) between 1 and 1024),
        -- The node's project once more, for its quota; a node never changes its project.
        project      text not null,
        digest       bytea not null references artifact_content (digest),
        size         bigint not null,
        content_type text not null,
        created_at   timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
        created_by   text not null,
        primary key (node_id, path)
      );
      create index artifact_digest on artifact (digest);
      create index artifact_project on artifact (project) include (size);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table artifact;
      drop table artifact_content;
    `);
  }
}
