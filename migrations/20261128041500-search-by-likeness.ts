import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What names, descriptions and tags are alike can be looked for, by the trigrams of pg_trgm. A PostgreSQL without that extension, or whose owner may not
 * create it, is searched without, until it is there and `select prepare_likeness()` was asked.
 */
export class SearchByLikeness20261128041500 implements MigrationInterface {
  name = 'SearchByLikeness20261128041500';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function prepare_likeness() returns boolean language plpgsql as $prepare$
      declare
        had boolean := exists (select from pg_extension where extname = 'pg_trgm');
        path text := current_setting('search_path');
        home text;
      begin
        if to_regproc('nodes_alike') is not null then return true; end if;
        begin
          create extension if not exists pg_trgm;
        exception
          when others then
            raise notice 'pg_trgm can not be created: %', sqlerrm;
            return false;
        end;
        -- It may lie where nobody looks who is not told.
        select quote_ident(n.nspname) into home from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm';
        perform set_config('search_path', path || ', ' || home, true);

        -- Long descriptions are looked at as far as their beginning.
        create index node_likeness on node using gin (left(name || ' ' || coalesce(description, '') || ' ' || tags::text, 500) gin_trgm_ops);

        -- A function, for that has the threshold of the operator that the index carries. At 0.4 two letters that changed places are found.
        create function nodes_alike(of_project text, longest text, others text[], of_kinds text[], deleted boolean, most integer)
          returns table (id uuid, likeness real) language sql stable
          set search_path from current
          set pg_trgm.word_similarity_threshold = '0.4'
        as $nodes_alike$
          select n.id, word_similarity(longest, left(n.name || ' ' || coalesce(n.description, '') || ' ' || n.tags::text, 500))
          from node n
          where longest <% left(n.name || ' ' || coalesce(n.description, '') || ' ' || n.tags::text, 500)
            and n.project = of_project and (deleted or n.deleted_at is null) and (of_kinds is null or n.kind = any(of_kinds))
            and not exists (
              select from unnest(others) o where not o <% left(n.name || ' ' || coalesce(n.description, '') || ' ' || n.tags::text, 500)
            )
          limit most
        $nodes_alike$;
        perform set_config('search_path', path, true);
        -- So that going back takes away what this step brought, and nothing of anybody else.
        if not had then comment on function nodes_alike is 'made with pg_trgm'; end if;
        return true;
      end $prepare$;
      select prepare_likeness();
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      do $remove$ declare made boolean := obj_description(to_regproc('nodes_alike'), 'pg_proc') = 'made with pg_trgm';
      begin
        drop function prepare_likeness;
        drop function if exists nodes_alike;
        drop index if exists node_likeness;
        if made then drop extension pg_trgm; end if;
      end $remove$;
    `);
  }
}
