import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Keys by which programs and people show who they are. Of a secret only its hash is stored. */
export class CreateApiKeys20261127100000 implements MigrationInterface {
  name = 'CreateApiKeys20261127100000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table api_key (
        id           uuid primary key,
        prefix       text not null unique,
        -- SHA-256.
        hash         bytea not null,
        -- Of whom has it; several keys may be of one.
        name         text not null,
        -- Null: every project.
        project      text references project (name),
        role         text not null,
        -- Beside those of the role.
        rights       text[] not null default '{}',
        created_at   timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
        created_by   text not null,
        expires_at   timestamptz,
        revoked_at   timestamptz,
        revoked_by   text,
        last_used_at timestamptz,
        check ((revoked_at is null) = (revoked_by is null))
      );
      create index api_key_project on api_key (project, id desc);

      -- Every process that remembers keys looks again; not when a use was noted.
      create function notify_access() returns trigger language plpgsql as $$
      begin
        perform pg_notify('headwater_access', '');
        return null;
      end $$;
      create trigger api_key_changed after insert or delete or truncate on api_key
        for each statement execute function notify_access();
      create trigger api_key_updated after update of hash, name, project, role, rights, expires_at, revoked_at on api_key
        for each statement execute function notify_access();

      -- With which key a job was asked for: it is cancelled with the key.
      alter table job add column key_id uuid;
      create index job_key on job (key_id) where key_id is not null and status in ('PENDING', 'RUNNING');

      -- A key may be revoked while a job is being asked for, which whoever revokes it does not see yet. What it has begun sees that it is to stop.
      create function stop_job_of_revoked_key() returns trigger language plpgsql as $$
      begin
        if exists (select from api_key where id = new.key_id and revoked_at is not null) then
          new.cancel_requested := true;
        end if;
        return new;
      end $$;
      create trigger job_begins before update of status on job
        for each row when (new.status = 'RUNNING' and new.key_id is not null) execute function stop_job_of_revoked_key();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger job_begins on job;
      drop function stop_job_of_revoked_key();
      drop index job_key;
      alter table job drop column key_id;
      drop table api_key;
      drop function notify_access();
    `);
  }
}
