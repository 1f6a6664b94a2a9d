import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of what is no run are asked by owner, creator and tags; runs have indexes of their own for that. */
export class FindNodes20261128050000 implements MigrationInterface {
  name = 'FindNodes20261128050000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create index node_owner on node (project, kind, owner, id) where kind <> 'RUN';
      create index node_created_by on node (project, kind, created_by, id) where kind <> 'RUN';
      create index node_tags on node using gin (tags jsonb_path_ops) where kind <> 'RUN';
      create index model_alias_name on model_alias (alias) where valid_to is null;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index model_alias_name;
      drop index node_tags;
      drop index node_created_by;
      drop index node_owner;
    `);
  }
}
