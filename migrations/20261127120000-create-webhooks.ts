import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is told of changes, of which each was told, and how that went. */
export class CreateWebhooks20261127120000 implements MigrationInterface {
  name = 'CreateWebhooks20261127120000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table webhook (
        id               uuid primary key,
        project          text not null,
        url              text not null,
        description      text,
        actions          text[],
        format           text not null,
        secret           text not null,
        former_secret    text,
        former_until     timestamptz,
        disabled_at      timestamptz,
        disabled_because text,
        deleted_at       timestamptz,
        from_position    bigint not null,
        failures         int not null default 0,
        failing_since    timestamptz,
        paused_until     timestamptz,
        created_by       text not null,
        created_at       timestamptz not null default date_trunc('milliseconds', clock_timestamp())
      );
      create index webhook_list on webhook (project, id) where deleted_at is null;
      create index webhook_deleted on webhook (deleted_at) where deleted_at is not null;

      create table webhook_delivery (
        id         uuid primary key default gen_random_uuid(),
        webhook_id uuid not null references webhook (id) on delete cascade,
        position   bigint not null,
        status     text not null default 'PENDING' check (status in ('PENDING', 'DELIVERED', 'DEAD')),
        attempts   int not null default 0,
        failures   int not null default 0,
        due_at     timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
        queued_at  timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
        ended_at   timestamptz,
        unique (webhook_id, position)
      );
      create index webhook_delivery_due on webhook_delivery (webhook_id, due_at, position) where status = 'PENDING';
      create index webhook_delivery_list on webhook_delivery (webhook_id, status, position);
      create index webhook_delivery_ended on webhook_delivery (ended_at) where ended_at is not null;
      create index webhook_delivery_queued on webhook_delivery (queued_at) where status = 'PENDING';

      create table webhook_attempt (
        delivery_id uuid not null references webhook_delivery (id) on delete cascade,
        number      int not null,
        at          timestamptz not null,
        duration_ms int not null,
        http_status int,
        error       text,
        answer      text,
        primary key (delivery_id, number)
      );

      -- How far each of those has come that take the feed onwards.
      create table feed_progress (
        name     text primary key,
        position bigint not null
      );
      insert into feed_progress values ('webhooks', 0), ('nats', 0);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table feed_progress, webhook_attempt, webhook_delivery, webhook');
  }
}
