import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which model versions name files of a run, by the ids that stand in where their bytes are. */
export class FindNamedFiles20261128031500 implements MigrationInterface {
  name = 'FindNamedFiles20261128031500';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Public ids, and UUIDs with and without dashes. Only the beginning is read: what is longer than any path that is kept names no file here.
      create function ids_in_uri(uri text) returns text[] language sql immutable parallel safe as $$
        select coalesce(array_agg(distinct lower(m[1])), '{}') from regexp_matches(
          left(uri, 2000), '([0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[a-z]+(?:_[a-z]+)*_[0-9a-z]{26})', 'gi'
        ) as m
      $$;
      create index model_version_ids_in_uri on model_version using gin (ids_in_uri(artifact_uri));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index model_version_ids_in_uri;
      drop function ids_in_uri(text);
    `);
  }
}
