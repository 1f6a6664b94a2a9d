import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a version must be before it may become a champion, what was found, and who agreed. */
export class CreatePromotions20261128000500 implements MigrationInterface {
  name = 'CreatePromotions20261128000500';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What guards an alias or a stage of a model: the highest version counts, the others stay.
      create table promotion_policy (
        id          bigint generated always as identity primary key,
        model_id    uuid not null references node (id),
        target_kind text not null check (target_kind in ('ALIAS', 'STAGE')),
        target      text not null,
        version     integer not null,
        definition  jsonb not null,
        defined_at  timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
        defined_by  text not null,
        unique (model_id, target_kind, target, version)
      );

      -- What a gate has found: once for whatever it can find, however often it is asked.
      create table gate_evaluation (
        id               uuid primary key,
        model_version_id uuid not null references node (id),
        target_kind      text not null,
        target           text not null,
        policy_id        bigint references promotion_policy (id),
        champion_id      uuid references node (id),
        verdict          text not null,
        results          jsonb not null,
        digest           text not null,
        evaluated_at     timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
        evaluated_by     text not null,
        unique (model_version_id, target_kind, target, digest)
      );
      create index gate_evaluation_version on gate_evaluation (model_version_id, evaluated_at desc, id desc);

      -- Who agrees to a promotion, and who doesn't; the last word of each counts.
      create table promotion_approval (
        id               bigint generated always as identity primary key,
        model_version_id uuid not null references node (id),
        target_kind      text not null,
        target           text not null,
        policy_id        bigint not null references promotion_policy (id),
        decision         text not null check (decision in ('APPROVED', 'REJECTED')),
        roles            text[] not null,
        acknowledges_signature boolean not null,
        approved_at      timestamptz not null,
        approved_by      text not null,
        reason           text
      );
      create index promotion_approval_version on promotion_approval (model_version_id, id);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table promotion_approval;
      drop table gate_evaluation;
      drop table promotion_policy;
    `);
  }
}
