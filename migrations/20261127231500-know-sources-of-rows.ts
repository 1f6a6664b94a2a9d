import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which run wrote which rows, and which rows were copied from another version: one row for each call that wrote, since its rows share an ingest time. */
export class KnowSourcesOfRows20261127231500 implements MigrationInterface {
  name = 'KnowSourcesOfRows20261127231500';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table row_source (
        storage     integer not null,
        ingest_time timestamptz not null,
        run_id      uuid,
        -- The storage whose rows were copied.
        copied_from integer,
        -- Rows that entered the history; some may have been removed since.
        written     integer not null,
        primary key (storage, ingest_time)
      );
      create index row_source_run on row_source (run_id, storage) where run_id is not null;
      create index row_source_copy on row_source (copied_from, storage) where copied_from is not null;
      ${dropWriters('text[], text[], timestamptz[]')}
      ${makeWriter(
        ', run uuid default null, copied_from integer default null',
        `
            if run is not null or copied_from is not null then
              insert into row_source values (%1$s, learnt, run, copied_from, written);
            end if;`,
      )}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ${dropWriters('text[], text[], timestamptz[], uuid, integer')}
      ${makeWriter('', '')}
      drop table row_source;
    `);
  }
}

function dropWriters(parameters: string): string {
  return `do $drop$
      declare
        each record;
      begin
        for each in select storage from feature_set_version loop
          execute format('drop function write_features_%s(${parameters})', each.storage);
        end loop;
      end $drop$;`;
}

/** What makes the function that writes rows, as it was but for what more it is told and does at the end; and those functions anew. */
function makeWriter(told: string, last: string): string {
  return `
      create or replace function make_feature_writer(storage integer) returns void language plpgsql as $make$
      begin
        execute format($create$
          create or replace function write_features_%1$s(keys text[], vals text[], times timestamptz[]${told})
          returns table (written integer, advanced integer) language plpgsql as $write$
          declare
            learnt timestamptz;
          begin
            perform pg_advisory_xact_lock_shared(4841, %1$s);
            perform require_feature_rows(%1$s);
            learnt := advance_feature_clock(%1$s);
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
            get diagnostics written = row_count;${last}
            return next;
          end $write$
        $create$, storage);
      end $make$;
      select make_feature_writer(storage) from feature_set_version;`;
}
