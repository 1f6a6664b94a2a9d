import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When something that can change was last said of a node, and when it got another name: what lists as of a time need not look up in the log is as it was. A run is
 * left out: it changes all the time, and is in no such list. Of nodes that are there already it is taken to have been now.
 */
export class SayWhenSaid20261128060000 implements MigrationInterface {
  name = 'SayWhenSaid20261128060000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table node add column said_at timestamptz default now(), add column renamed_at timestamptz;
      alter table node alter column said_at drop default;
      update node n set renamed_at = now()
      from (
        select distinct t.key::uuid as id from change c cross join jsonb_each(c.details -> 'things') t
        where c.action = 'node:update' and t.value -> 'before' ? 'name' and t.key !~ '/'
      ) r
      where n.id = r.id and n.kind <> 'RUN';

      create function say_when_said() returns trigger language plpgsql as $$
      begin
        new.said_at := clock_timestamp();
        if new.name is distinct from old.name then new.renamed_at := new.said_at; end if;
        return new;
      end $$;
      create trigger node_said before update of name, label, description, tags, owner, current_version_id, deleted_at on node for each row
        when (new.kind <> 'RUN' and (old.name, old.label, old.description, old.tags, old.owner, old.current_version_id, old.deleted_at)
          is distinct from (new.name, new.label, new.description, new.tags, new.owner, new.current_version_id, new.deleted_at))
        execute function say_when_said();

      create index node_renamed on node (project, kind) where renamed_at is not null;
      create index node_gone on node (project, kind, id) where deleted_at is not null and kind <> 'RUN';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index node_gone;
      drop index node_renamed;
      drop trigger node_said on node;
      drop function say_when_said();
      alter table node drop column renamed_at, drop column said_at;
    `);
  }
}
