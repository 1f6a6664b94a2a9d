import { escapeIdentifier, escapeLiteral } from 'pg';
import { type Queryable, statement } from './queryable.js';

const KNOWN = statement('', 'select 1 from pg_roles where rolname = $1');

/** Makes a role that can log in with a password, and may do nothing else yet. For one that is there: the password. */
export async function ensureRole(db: Queryable, role: string, password: string): Promise<void> {
  const verb = (await db.query(KNOWN, [role])).length > 0 ? 'alter' : 'create';
  await db.query(statement('', `${verb} role ${escapeIdentifier(role)} login password ${escapeLiteral(password)}`));
}

const WHO_AND_WHERE = statement('', 'select current_user as role, current_schema() as schema');

/** As whom a connection works, and in which schema. */
export async function whoAndWhere(db: Queryable): Promise<{ role: string; schema: string }> {
  const [found] = await db.query<{ role: string; schema: string }>(WHO_AND_WHERE);
  if (found === undefined) throw new Error('the connection has no user');
  return found;
}

/** Tables that stay with the owner of the schema. */
export interface KeptTables {
  /** A role that works here may read them and add to them, nothing else. */
  readonly addedTo: readonly string[];
  /** It may read them. */
  readonly read: readonly string[];
  /** Functions that stay, too. */
  readonly functions: readonly string[];
}

/**
 * Hands what the migrations made over to the role that the service works as, but for the tables that it must not rewrite. It takes what is
 * not handed over yet, so the next migration is followed by another call. The caller must own the tables, and be a member of the role or a
 * superuser: its later migrations change tables that are the role's.
 */
export async function handOver(db: Queryable, role: string, kept: KeptTables): Promise<void> {
  const to = escapeIdentifier(role);
  const list = (names: readonly string[]) => `array[${names.map(escapeLiteral).join(', ')}]::text[]`;
  const tables = [...kept.addedTo, ...kept.read];
  await db.query(
    statement(
      '',
      `do $$
      declare
        thing record;
      begin
        execute format('grant usage, create on schema %I to ${to}', current_schema());
        for thing in
          select c.oid::regclass as name, case c.relkind when 'S' then 'sequence' else 'table' end as kind
          from pg_class c
          where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'S')
            and pg_get_userbyid(c.relowner) <> ${escapeLiteral(role)} and c.relname <> all(${list(tables)})
            -- The sequence of a column goes with its table.
            and not exists (select from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype in ('a', 'i'))
        loop
          execute format('alter %s %s owner to ${to}', thing.kind, thing.name);
        end loop;
        for thing in
          select p.oid::regprocedure as name from pg_proc p
          where p.pronamespace = current_schema()::regnamespace and pg_get_userbyid(p.proowner) <> ${escapeLiteral(role)}
            and p.proname <> all(${list(kept.functions)})
            and not exists (select from pg_depend d where d.objid = p.oid and d.classid = 'pg_proc'::regclass and d.deptype = 'e')
        loop
          execute format('alter function %s owner to ${to}', thing.name);
        end loop;
      end $$`,
    ),
  );
  for (const table of tables) {
    const rights = kept.addedTo.includes(table) ? 'select, insert' : 'select';
    await db.query(statement('', `revoke all on ${escapeIdentifier(table)} from ${to}, public`));
    await db.query(statement('', `grant ${rights} on ${escapeIdentifier(table)} to ${to}`));
  }
}
