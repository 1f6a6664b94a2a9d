import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was written since a moment is found without reading a whole history: ingest times grow with the table, so a BRIN index of a few pages does. */
export class FindLateRows20261126100000 implements MigrationInterface {
  name = 'FindLateRows20261126100000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function make_ingest_index(storage integer) returns void language plpgsql as $make$
      begin
        execute format(
          'create index feature_history_%1$s_ingest on feature_history_%1$s using brin (ingest_time) with (pages_per_range = 16)', storage
        );
      end $make$;

      select make_ingest_index(storage) from feature_set_version;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      do $drop$
      declare
        each record;
      begin
        for each in select storage from feature_set_version loop
          execute format('drop index if exists feature_history_%s_ingest', each.storage);
        end loop;
      end $drop$;
      drop function make_ingest_index(integer)`);
  }
}
