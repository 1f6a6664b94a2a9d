import type { Client } from 'pg';

/** One model or dataset in so many was given other words since, and one in so many another name. */
const CHANGED = 5;
const RENAMED = 50;

/**
 * Fills in the log of changes of the lists: what registered each node, and what was said of some of them a day before now, when they had other tags, owners and
 * names. Half of all nodes are younger than the middle of the log.
 */
export async function fillHistory(sql: Client): Promise<void> {
  const filled = await sql.query(`select from change where reason = 'bench' limit 1`);
  if (filled.rowCount !== 0) return;
  const begin = performance.now();
  await sql.query('begin');
  await sql.query('set local session_replication_role = replica');
  await sql.query(
    `insert into change (id, project, principal, door, action, nodes, reason, details, at)
     select uuidv7(), n.project, n.created_by, 'GRAPHQL', 'dataset:register', array[n.id], 'bench',
       jsonb_build_object('things', jsonb_build_object(n.id::text, jsonb_build_object('before', null, 'after', jsonb_strip_nulls(jsonb_build_object(
         'kind', n.kind, 'project', n.project, 'name', was.name, 'label', was.name || coalesce('@' || n.version, ''), 'version', n.version, 'parentId', n.parent_id,
         'createdBy', n.created_by, 'createdAt', n.created_at, 'owner', case when was.changed then 'team-then' else n.owner end, 'tags', n.tags))))), n.created_at
     from node n
     cross join lateral (select split_part(n.name, '_', 2)::int as i) own
     cross join lateral (select i % ${CHANGED} = 0 as changed, case when i % ${RENAMED} = 0 then 'once_' || n.name else n.name end as name) was
     where n.kind <> 'EXPERIMENT' and n.name ~ '^name_[0-9]+$'
     order by n.created_at, n.id`,
  );
  await sql.query(
    `insert into change (id, project, principal, door, action, nodes, reason, details, at)
     select uuidv7(), n.project, 'ann', 'GRAPHQL', 'node:update', array[n.id], 'bench',
       jsonb_build_object('things', jsonb_build_object(n.id::text, jsonb_build_object(
         'before', jsonb_build_object('owner', 'team-then', 'name', was.name, 'label', was.name || coalesce('@' || n.version, '')),
         'after', jsonb_build_object('owner', n.owner, 'name', n.name, 'label', n.label)))), now()
     from node n
     cross join lateral (select split_part(n.name, '_', 2)::int as i) own
     cross join lateral (select case when i % ${RENAMED} = 0 then 'once_' || n.name else n.name end as name) was
     where n.kind <> 'EXPERIMENT' and n.name ~ '^name_[0-9]+$' and i % ${CHANGED} = 0
     order by n.id`,
  );
  await sql.query(
    `insert into change_seal (position, seq, project, principal, action, at, hash) 
     select (select coalesce(max(position), 0) from change_seal) + row_number() over (order by seq), seq, project, principal, action, at, '' from change where reason = 'bench'`,
  );
  await sql.query(
    `insert into change_node (node_id, position, changed) select unnest(c.nodes), s.position, true from change c join change_seal s using (seq) where c.reason = 'bench'`,
  );
  await sql.query(
    `update node n set said_at = now(), renamed_at = case when own.i % ${RENAMED} = 0 then now() end
     from (select id, split_part(name, '_', 2)::int as i from node where kind <> 'EXPERIMENT' and name ~ '^name_[0-9]+$') own
     where own.id = n.id and own.i % ${CHANGED} = 0`,
  );
  await sql.query('commit');
  await sql.query('vacuum (freeze, analyze) node, change, change_seal, change_node');
  await sql.query('checkpoint');
  process.stderr.write(`wrote down what became of them in ${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
}
