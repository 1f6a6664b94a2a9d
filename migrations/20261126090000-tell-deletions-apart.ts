import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A deleted version has an error code of its own: HW002 is how advance_feature_clock lets go of its lock. Its detail is the tombstone, so
 * that whoever answers can say why.
 */
export class TellDeletionsApart20261126090000 implements MigrationInterface {
  name = 'TellDeletionsApart20261126090000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(
      requireFeatureRows(`
        select v.rows_dropped_at, n.id, n.deleted_at, n.kind, n.label, coalesce(n.deleted_by, 'unknown') as deleted_by, n.delete_reason
        into version from feature_set_version v join node n on n.id = v.id where v.storage = wanted;
        if version.deleted_at is not null then
          raise exception '% was deleted', version.label using errcode = 'HW003', detail = json_build_object(
            'id', version.id, 'kind', version.kind, 'label', version.label, 'deletedAt', version.deleted_at,
            'deletedBy', version.deleted_by, 'deleteReason', version.delete_reason)::text;`),
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      requireFeatureRows(`
        select v.rows_dropped_at, n.deleted_at, n.kind, n.label, coalesce(n.deleted_by, 'unknown') as deleted_by into version
        from feature_set_version v join node n on n.id = v.id where v.storage = wanted;
        if version.deleted_at is not null then
          raise exception '% "%" was deleted by % on %', version.kind, version.label, version.deleted_by,
            to_char(version.deleted_at at time zone 'UTC', 'YYYY-MM-DD') using errcode = 'HW002';`),
    );
  }
}

function requireFeatureRows(refuseDeleted: string): string {
  return `
      create or replace function require_feature_rows(wanted integer) returns void language plpgsql as $require$
      declare
        version record;
      begin${refuseDeleted}
        end if;
        if version.rows_dropped_at is not null then
          raise exception 'the rows of this feature set version were dropped' using errcode = 'HW001';
        end if;
      end $require$;`;
}
