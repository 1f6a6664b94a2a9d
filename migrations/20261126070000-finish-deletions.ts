import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Deleted nodes are found by what they were called, and nothing that belonged to one lives on. */
export class FinishDeletions20261126070000 implements MigrationInterface {
  name = 'FinishDeletions20261126070000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create index node_deleted_label on node (project, label, deleted_at desc) where deleted_at is not null;

      -- Deleting an entity went no deeper than its feature sets: their versions stayed, and kept their names.
      with recursive left_over as (
        select c.id, p.deleted_at, p.deleted_by, p.delete_reason
        from node c join node p on p.id = c.parent_id
        where c.deleted_at is null and p.deleted_at is not null
        union all
        select c.id, l.deleted_at, l.deleted_by, l.delete_reason
        from left_over l join node c on c.parent_id = l.id
        where c.deleted_at is null
      )
      update node n set deleted_at = l.deleted_at, deleted_by = l.deleted_by, delete_reason = l.delete_reason
      from left_over l where n.id = l.id;
    `);
  }

  /** What was deleted stays so. */
  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index node_deleted_label');
  }
}
