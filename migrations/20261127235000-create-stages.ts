import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stages of model versions, and one history of what names and serves them. */
export class CreateStages20261127235000 implements MigrationInterface {
  name = 'CreateStages20261127235000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- The stages of a project, in their order: the last row counts. Without one a project has those of src/models/stages/stage-list.ts.
      create table stage_list (
        id         bigint generated always as identity primary key,
        project    text not null references project (name),
        stages     jsonb not null,
        defined_at timestamptz not null,
        defined_by text not null
      );
      create index stage_list_project on stage_list (project, id desc);

      -- The stage of a model version now. One without a row is in the first stage.
      create table model_stage (
        model_version_id uuid primary key references node (id),
        model_id         uuid not null references node (id),
        stage            text not null,
        since            timestamptz not null,
        set_by           text not null
      );
      create index model_stage_model on model_stage (model_id, stage);

      -- Every move of an alias, a stage, an approval or a binding; only ever added to. An alias moves from one version to another; what
      -- else moves, moves at one version, from a value to another.
      create table registry_move (
        id              bigint generated always as identity primary key,
        model_id        uuid not null references node (id),
        from_version_id uuid references node (id),
        to_version_id   uuid references node (id),
        kind            text not null check (kind in ('ALIAS', 'STAGE', 'APPROVAL', 'BINDING')),
        name            text,
        deployment_id   uuid references node (id),
        from_value      text,
        to_value        text,
        at              timestamptz not null,
        by              text not null,
        reason          text,
        check (coalesce(to_version_id, from_version_id) is not null)
      );
      create index registry_move_model on registry_move (model_id, id desc);
      create index registry_move_to on registry_move (to_version_id, id desc);
      create index registry_move_from on registry_move (from_version_id, id desc) where from_version_id is not null;

      alter table deployment_change add column reason text;

      -- What happened before.
      insert into registry_move (model_id, from_version_id, to_version_id, kind, name, deployment_id, from_value, to_value, at, by)
      select model_id, from_version_id, to_version_id, kind, name, deployment_id, from_value, to_value, at, by from (
        select a.model_id, b.model_version_id as from_version_id, a.model_version_id as to_version_id, 'ALIAS' as kind, a.alias as name,
          null::uuid as deployment_id, null as from_value, null as to_value, a.valid_from as at, a.set_by as by
        from model_alias a
        left join model_alias b on b.model_id = a.model_id and b.alias = a.alias and b.valid_to = a.valid_from
        union all
        select a.model_id, a.model_version_id, null, 'ALIAS', a.alias, null, null, null, a.valid_to, coalesce(a.ended_by, a.set_by)
        from model_alias a
        where a.valid_to is not null
          and not exists (select from model_alias b where b.model_id = a.model_id and b.alias = a.alias and b.valid_from = a.valid_to)
        union all
        select a.model_id, a.model_version_id, null, 'ALIAS', a.alias, null, null, null, v.deleted_at, coalesce(v.deleted_by, a.set_by)
        from model_alias a join node v on v.id = a.model_version_id
        where a.valid_to is null and v.deleted_at is not null
        union all
        select v.parent_id, null, e.src, 'BINDING', null, e.dst, b.attributes ->> 'trafficPercent', e.attributes ->> 'trafficPercent',
          e.valid_from, c.changed_by
        from edge e
        join node v on v.id = e.src
        join deployment_change c on c.deployment_id = e.dst and c.changed_at = e.valid_from
        left join edge b on b.src = e.src and b.dst = e.dst and b.kind = 'BINDING' and b.valid_to = e.valid_from and b.retired_at is null
        where e.kind = 'BINDING' and e.retired_at is null
        union all
        select v.parent_id, null, e.src, 'BINDING', null, e.dst, e.attributes ->> 'trafficPercent', null, e.valid_to, c.changed_by
        from edge e
        join node v on v.id = e.src
        join deployment_change c on c.deployment_id = e.dst and c.changed_at = e.valid_to
        where e.kind = 'BINDING' and e.retired_at is null and e.valid_to is not null
          and not exists (
            select from edge b
            where b.src = e.src and b.dst = e.dst and b.kind = 'BINDING' and b.valid_from = e.valid_to and b.retired_at is null
          )
      ) moves
      order by at;

      -- An alias ends with its version: whoever deletes one, the move is kept.
      create function keep_ended_aliases() returns trigger language plpgsql as $$
      begin
        insert into registry_move (model_id, from_version_id, kind, name, at, by, reason)
        select a.model_id, a.model_version_id, 'ALIAS', a.alias, greatest(new.deleted_at, a.valid_from), coalesce(new.deleted_by, a.set_by), new.delete_reason
        from model_alias a where a.model_version_id = new.id and a.valid_to is null
        order by a.alias;
        return null;
      end $$;
      create trigger registry_keeps_ended_aliases after update of deleted_at on node for each row
        when (new.kind = 'MODEL_VERSION' and old.deleted_at is null and new.deleted_at is not null)
        execute function keep_ended_aliases();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger registry_keeps_ended_aliases on node;
      drop function keep_ended_aliases();
      alter table deployment_change drop column reason;
      drop table registry_move;
      drop table model_stage;
      drop table stage_list;
    `);
  }
}
