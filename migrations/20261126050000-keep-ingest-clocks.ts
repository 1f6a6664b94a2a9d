import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ingest times that never run backwards: each storage has a clock of its own, which no step of the server's clock moves back. */
export class KeepIngestClocks20261126050000 implements MigrationInterface {
  name = 'KeepIngestClocks20261126050000';

  async up(db: QueryRunner): Promise<void> {
    // Looking for the last ingest time reads each history once.
    await db.query('set local statement_timeout = 0');
    await db.query(`
      -- The next ingest time of a storage: the server's clock, or where that has stepped back a microsecond after the last one, and not
      -- before a given time. A sequence keeps the last one in microseconds, because it is not undone with a transaction, needs no row
      -- that writers would wait for, and is on disk before whoever has read it commits.
      create function advance_feature_clock(storage integer, not_before timestamptz default null) returns timestamptz
      language plpgsql as $advance$
      declare
        clock  regclass := 'feature_clock_' || storage;
        micros bigint;
      begin
        -- Raising lets go of the lock at once, and undoes nothing else.
        begin
          perform pg_advisory_xact_lock(4842, storage);
          micros := greatest(
            pg_sequence_last_value(clock) + 1,
            (extract(epoch from clock_timestamp()) * 1000000)::bigint,
            (extract(epoch from not_before) * 1000000)::bigint
          );
          perform setval(clock, micros);
          raise sqlstate 'HW002';
        exception when sqlstate 'HW002' then null;
        end;
        -- In two steps: more than 2^53 microseconds at once would be rounded.
        return timestamptz 'epoch' + micros / 1000000 * interval '1 second' + micros % 1000000 * interval '1 microsecond';
      end $advance$;

      -- A row that lies ahead of the server's clock, whoever wrote it, lies behind the clock of its storage.
      create function follow_ingest_time() returns trigger language plpgsql as $follow$
      begin
        if extract(epoch from new.ingest_time) * 1000000 > pg_sequence_last_value(('feature_clock_' || tg_argv[0])::regclass) then
          perform advance_feature_clock(tg_argv[0]::integer, new.ingest_time);
        end if;
        return null;
      end $follow$;

      create function make_feature_clock(storage integer) returns void language plpgsql as $make$
      begin
        execute format('create sequence feature_clock_%s', storage);
        execute format($create$
          create trigger feature_online_%1$s_ingest_time after insert or update of ingest_time on feature_online_%1$s for each row
            when (new.ingest_time > clock_timestamp() and isfinite(new.ingest_time)) execute function follow_ingest_time(%1$s);
          create trigger feature_history_%1$s_ingest_time after insert or update of ingest_time on feature_history_%1$s for each row
            when (new.ingest_time > clock_timestamp() and isfinite(new.ingest_time)) execute function follow_ingest_time(%1$s);
        $create$, storage);
        execute format('select advance_feature_clock(%1$s, (select max(ingest_time) from feature_history_%1$s))', storage);
      end $make$;

      select make_feature_clock(storage) from feature_set_version;
      -- Who made a training set knew all that came until then; nothing that comes later may be as old.
      select advance_feature_clock(storage, (select max(known_at) from training_set)) from feature_set_version;

      drop function make_feature_writer;
      ${makeWriter('create or replace function', 'advance_feature_clock(%1$s)')}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      do $$
      declare storage int;
      begin
        for storage in select s.storage from feature_set_version s loop
          execute format('drop function write_features_%s', storage);
          execute format('drop trigger feature_online_%1$s_ingest_time on feature_online_%1$s', storage);
          execute format('drop trigger feature_history_%1$s_ingest_time on feature_history_%1$s', storage);
          execute format('drop sequence feature_clock_%s', storage);
        end loop;
      end $$;
      drop function make_feature_writer;
      ${makeWriter('create function', 'clock_timestamp()')}
      drop function make_feature_clock;
      drop function follow_ingest_time;
      drop function advance_feature_clock;
    `);
  }
}

/** What makes the function that writes rows, as it was but for where the ingest time comes from; and those functions anew. */
function makeWriter(create: string, learnt: string): string {
  return `
      create function make_feature_writer(storage integer) returns void language plpgsql as $make$
      begin
        execute format($create$
          ${create} write_features_%1$s(keys text[], vals text[], times timestamptz[])
          returns table (written integer, advanced integer) language plpgsql as $write$
          declare
            learnt timestamptz;
          begin
            perform pg_advisory_xact_lock_shared(4841, %1$s);
            if exists (select from feature_set_version v where v.storage = %1$s and v.rows_dropped_at is not null) then
              raise exception 'the rows of this feature set version were dropped' using errcode = 'HW001';
            end if;
            learnt := ${learnt};
            -- In key order, so that writers of the same keys take turns and can not deadlock.
            insert into feature_online_%1$s as o (key, "values", event_time, ingest_time)
            select distinct on (r.key collate "C") r.key, r.v, r.t, learnt
            from unnest(keys, vals, times) as r (key, v, t)
            order by r.key collate "C", r.t desc
            on conflict (key) do update
              set "values" = excluded."values", event_time = excluded.event_time, ingest_time = excluded.ingest_time
              where excluded.event_time > o.event_time
                or (excluded.event_time = o.event_time and excluded.ingest_time > o.ingest_time and excluded."values" <> o."values");
            get diagnostics advanced = row_count;
            insert into feature_history_%1$s (key, "values", event_time, ingest_time)
            select r.key, r.v, r.t, learnt
            from unnest(keys, vals, times) as r (key, v, t)
            where r.v is distinct from (
              select h."values" from feature_history_%1$s h
              where h.key = r.key and h.event_time = r.t order by h.ingest_time desc limit 1
            );
            get diagnostics written = row_count;
            return next;
          end $write$
        $create$, storage);
      end $make$;
      select make_feature_writer(storage) from feature_set_version;`;
}
