import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Proofs that the values of entities were erased. The keys themselves are nowhere in them. */
export class CreateErasures20261124040300 implements MigrationInterface {
  name = 'CreateErasures20261124040300';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- One salt per entity, so that a proof is found again by the hash of its key.
      create table erasure_salt (
        entity_id uuid primary key references node (id),
        salt      bytea not null
      );

      create table erasure (
        id            uuid primary key,
        entity_id     uuid not null references node (id),
        key_hash      text not null,
        reason        text,
        erased_by     text not null,
        erased_at     timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
        feature_rows  jsonb not null,
        training_rows jsonb not null
      );
      create index erasure_by_key on erasure (entity_id, key_hash, id desc);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table erasure; drop table erasure_salt');
  }
}
