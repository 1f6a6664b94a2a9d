import type { Client } from 'pg';

/** So many models and datasets, each with five versions. */
export const PARENTS = 20_000;
export const VERSIONS = 5;

/**
 * Fills in models and datasets behind the service's back: names and owners that come again and again, two metrics, an alias of one model in ten, and sizes. Metrics and sizes
 * are evenly spread.
 */
export async function fillLists(sql: Client): Promise<void> {
  const filled = await sql.query(`select from node where label = 'bench-lists' and kind = 'EXPERIMENT'`);
  if (filled.rowCount !== 0) return;
  const begin = performance.now();
  await sql.query('begin');
  await sql.query('set local session_replication_role = replica');
  await sql.query('select setseed(0.20261127)');
  await sql.query(
    `insert into node (id, kind, project, name, logical, label, created_by) values (uuidv7(), 'EXPERIMENT', 'default', 'bench-lists', false, 'bench-lists', 'bench')`,
  );
  for (const kind of ['MODEL', 'DATASET'] as const) await fillKind(sql, kind);
  await sql.query('commit');
  await sql.query('vacuum (freeze, analyze) node, model_version, dataset_version, model_alias');
  await sql.query('checkpoint');
  process.stderr.write(
    `filled in ${2 * PARENTS * (VERSIONS + 1)} nodes in ${((performance.now() - begin) / 1000).toFixed(1)} s\n`,
  );
}

async function fillKind(sql: Client, kind: 'MODEL' | 'DATASET'): Promise<void> {
  const table = `made_${kind.toLowerCase()}`;
  await sql.query(
    `create temporary table ${table} on commit drop as
     select i, uuidv7(make_interval(secs => (i - $1::int) * 60)) as id, 'name_' || i * 7919 % $1::int as name from generate_series(1, $1::int) i`,
    [PARENTS],
  );
  await sql.query(
    `insert into node (id, kind, project, name, logical, label, created_by, created_at, last_version, tags, owner)
     select id, $1, 'default', name, true, name, 'user-' || i % 30, date_trunc('milliseconds', now() - make_interval(mins => $2::int - i)), $3::int,
       jsonb_build_object('team', 'team-' || i % 20), 'team-' || i % 7
     from ${table}`,
    [kind, PARENTS, VERSIONS],
  );
  await sql.query(
    `create temporary table ${table}_version on commit drop as
     select m.id as parent_id, m.name, m.i, v as version, uuidv7(make_interval(secs => (m.i - $1::int) * 60 + v)) as id, random() as luck
     from ${table} m cross join generate_series(1, $2::int) v`,
    [PARENTS, VERSIONS],
  );
  await sql.query(
    `insert into node (id, kind, project, name, parent_id, version, logical, label, created_by, created_at, owner)
     select id, $1, 'default', name, parent_id, version, false, name || '@' || version, 'user-' || i % 30,
       date_trunc('milliseconds', now() - make_interval(mins => $2::int - i)), 'team-' || i % 7
     from ${table}_version`,
    [`${kind}_VERSION`, PARENTS],
  );
  if (kind === 'MODEL') {
    await sql.query(
      `insert into model_version (id, artifact_uri, artifact_digest, metrics)
       select id, 's3://bench/' || id, 'sha256:' || id, jsonb_build_array(jsonb_build_object('name', 'auc', 'value', luck), jsonb_build_object('name', 'loss', 'value', 1 - luck))
       from ${table}_version`,
    );
    await sql.query(
      `insert into model_alias (model_id, alias, model_version_id, valid_from, set_by)
       select parent_id, 'champion', id, now(), 'bench' from ${table}_version where version = 2 and i % 10 = 0`,
    );
  } else {
    await sql.query(
      `insert into dataset_version (id, digest, location, columns, row_count)
       select id, 'sha256:' || id, 's3://bench/' || id, jsonb_build_array(jsonb_build_object('name', 'column_' || i % 500, 'type', 'FLOAT64')), floor(luck * 1000000)::bigint
       from ${table}_version`,
    );
  }
}
