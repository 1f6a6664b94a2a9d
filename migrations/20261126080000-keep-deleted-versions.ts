import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A writer that has waited for its turn, or whose process has not heard yet, finds out that the version was deleted meanwhile. */
export class KeepDeletedVersions20261126080000 implements MigrationInterface {
  name = 'KeepDeletedVersions20261126080000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- To be asked under the lock that writers share.
      create function require_feature_rows(wanted integer) returns void language plpgsql as $require$
      declare
        version record;
      begin
        select v.rows_dropped_at, n.deleted_at, n.kind, n.label, coalesce(n.deleted_by, 'unknown') as deleted_by into version
        from feature_set_version v join node n on n.id = v.id where v.storage = wanted;
        if version.deleted_at is not null then
          raise exception '% "%" was deleted by % on %', version.kind, version.label, version.deleted_by,
            to_char(version.deleted_at at time zone 'UTC', 'YYYY-MM-DD') using errcode = 'HW002';
        end if;
        if version.rows_dropped_at is not null then
          raise exception 'the rows of this feature set version were dropped' using errcode = 'HW001';
        end if;
      end $require$;
      ${makeWriter('perform require_feature_rows(%1$s);')}
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ${makeWriter(`if exists (select from feature_set_version v where v.storage = %1$s and v.rows_dropped_at is not null) then
              raise exception 'the rows of this feature set version were dropped' using errcode = 'HW001';
            end if;`)}
      drop function require_feature_rows;
    `);
  }
}

/** What makes the function that writes rows, as it was but for what it asks before; and those functions anew. */
function makeWriter(ask: string): string {
  return `
      create or replace function make_feature_writer(storage integer) returns void language plpgsql as $make$
      begin
        execute format($create$
          create or replace function write_features_%1$s(keys text[], vals text[], times timestamptz[])
          returns table (written integer, advanced integer) language plpgsql as $write$
          declare
            learnt timestamptz;
          begin
            perform pg_advisory_xact_lock_shared(4841, %1$s);
            ${ask}
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
            get diagnostics written = row_count;
            return next;
          end $write$
        $create$, storage);
      end $make$;
      select make_feature_writer(storage) from feature_set_version;`;
}
