import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose key is whose, what was overridden, and each change of what a gate finds. */
export class GuardPromotions20261128024500 implements MigrationInterface {
  name = 'GuardPromotions20261128024500';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- With which key a key was made, null: with none, and whether by an OWNER, or on the server's own machine.
      alter table api_key
        add column made_with     uuid references api_key (id),
        add column made_by_owner boolean not null default false;
      update api_key k set made_by_owner = true
      where k.role = 'OWNER' or not exists (select from api_key o where o.name = k.created_by and o.role <> 'OWNER');

      -- Who made the key that it was said with, and the key that this one was made with, and so on: the same people may know it.
      alter table promotion_approval add column vouched_by text[] not null default '{}';

      -- Whether a gate or missing approvals would have refused it.
      alter table registry_move add column overridden boolean not null default false;

      -- What a gate finds is kept whenever it is not what it found last. Each follows the one before it, so that two who ask at once keep one.
      alter table gate_evaluation
        drop constraint gate_evaluation_model_version_id_target_kind_target_digest_key,
        add column follows uuid references gate_evaluation (id);
      update gate_evaluation g set follows = b.before
      from (
        select id, lag(id) over (partition by model_version_id, target_kind, target order by evaluated_at, id) as before from gate_evaluation
      ) b
      where b.id = g.id and b.before is not null;
      create unique index gate_evaluation_follows on gate_evaluation
        (model_version_id, target_kind, target, coalesce(follows, '00000000-0000-0000-0000-000000000000'));
      create index gate_evaluation_target on gate_evaluation (model_version_id, target_kind, target, evaluated_at desc, id desc);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index gate_evaluation_target;
      drop index gate_evaluation_follows;
      alter table gate_evaluation drop column follows;
      delete from gate_evaluation g using gate_evaluation o
      where o.model_version_id = g.model_version_id and o.target_kind = g.target_kind and o.target = g.target and o.digest = g.digest
        and (o.evaluated_at, o.id) < (g.evaluated_at, g.id);
      alter table gate_evaluation
        add constraint gate_evaluation_model_version_id_target_kind_target_digest_key unique (model_version_id, target_kind, target, digest);
      alter table registry_move drop column overridden;
      alter table promotion_approval drop column vouched_by;
      alter table api_key drop column made_by_owner, drop column made_with;
    `);
  }
}
