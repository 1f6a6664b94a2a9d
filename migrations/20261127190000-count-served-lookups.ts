import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lookups by deployment and by whose signature answered them, counted by minute for all processes together. */
export class CountServedLookups20261127190000 implements MigrationInterface {
  name = 'CountServedLookups20261127190000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table served_lookup (
        deployment_id    uuid not null references node (id),
        model_version_id uuid not null references node (id),
        minute           timestamptz not null,
        count            bigint not null check (count > 0),
        last_at          timestamptz not null,
        primary key (deployment_id, model_version_id, minute)
      );
      create index served_lookup_model on served_lookup (model_version_id, minute);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table served_lookup');
  }
}
