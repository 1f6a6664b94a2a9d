import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long history is kept, what was deprecated, and which values were accepted outside of what a feature allows. */
export class ExtendFeatureSets20261124040200 implements MigrationInterface {
  name = 'ExtendFeatureSets20261124040200';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table feature_set_version
        add column keep_history_for integer check (keep_history_for > 0),
        add column history_from     timestamptz,
        add column rows_dropped_at  timestamptz;

      create table feature_violation (
        feature_set_version_id uuid not null references node (id),
        feature                text not null,
        count                  bigint not null,
        last_at                timestamptz not null,
        primary key (feature_set_version_id, feature)
      );

      -- The empty feature stands for the whole version.
      create table feature_deprecation (
        feature_set_version_id uuid not null references node (id),
        feature                text not null,
        reason                 text not null,
        replacement            text,
        deprecated_by          text not null,
        deprecated_at          timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
        primary key (feature_set_version_id, feature)
      );

      -- Writing is two statements: the second must see what a writer committed for whom the first has waited. As a function they
      -- take one round trip, and each storage has its own, whose plans are kept.
      create function make_feature_writer(storage integer) returns void language plpgsql as $make$
      begin
        execute format($create$
          create function write_features_%1$s(keys text[], vals text[], times timestamptz[])
          returns table (written integer, advanced integer) language plpgsql as $write$
          declare
            learnt timestamptz;
          begin
            perform pg_advisory_xact_lock_shared(4841, %1$s);
            if exists (select from feature_set_version v where v.storage = %1$s and v.rows_dropped_at is not null) then
              raise exception 'the rows of this feature set version were dropped' using errcode = 'HW001';
            end if;
            learnt := clock_timestamp();
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
      select make_feature_writer(storage) from feature_set_version;

      create trigger feature_set_version_catalog after update on feature_set_version for each row
        execute function announce_catalog_change();
      create trigger feature_deprecation_catalog after insert or update or delete on feature_deprecation for each row
        execute function announce_catalog_change();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      do $$
      declare storage int;
      begin
        for storage in select s.storage from feature_set_version s loop
          execute format('drop function write_features_%s', storage);
        end loop;
      end $$;
      drop function make_feature_writer;
      drop table feature_deprecation;
      drop table feature_violation;
      drop trigger feature_set_version_catalog on feature_set_version;
      alter table feature_set_version drop column keep_history_for, drop column history_from, drop column rows_dropped_at;
    `);
  }
}
