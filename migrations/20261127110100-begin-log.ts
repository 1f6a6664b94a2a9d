import type { MigrationInterface, QueryRunner } from 'typeorm';

/** So many are begun by one statement: each lets go of the memory that it has taken. */
const NODES_AT_ONCE = 20_000;
const EDGES_AT_ONCE = 100_000;

/**
 * What stood before there was a log gets a first change each, so that a replay from nothing is whole: one for each project and each node,
 * and one for each 500 edges of a project. In the migration, because no change may come before the first one of what it changes. Does nothing
 * where it was done before.
 */
export class BeginLog20261127110100 implements MigrationInterface {
  name = 'BeginLog20261127110100';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Whether the change is to the node itself, not only about it: what its description was at some time is found in these.
      alter table change_node add column if not exists changed boolean not null default false;
      create index if not exists change_node_changed on change_node (node_id, position) where changed;
    `);
    const begun = await db.query(`select from change where action = 'change:begin' limit 1`);
    if (begun.length > 0) return;
    await db.query(`
      create function in_log(at timestamptz) returns text language sql stable as $$
        select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      $$;
      create function without_password(url text) returns text language sql immutable as $$
        select regexp_replace(url, '^([a-zA-Z][a-zA-Z0-9+.-]*://)[^/?#@]*@', '\\1')
      $$;

      insert into change (id, project, principal, door, action, nodes, details)
      select gen_random_uuid(), name, 'headwater', 'SERVICE', 'change:begin', '{}',
        jsonb_build_object('things', jsonb_build_object('project/' || name, jsonb_build_object('before', null, 'after', jsonb_strip_nulls(
          jsonb_build_object('name', name, 'description', description, 'createdAt', in_log(created_at), 'createdBy', created_by)))))
      from project order by created_at;
    `);
    await inParts(
      db,
      `with part as materialized (select id from node where $1::uuid is null or id > $1 order by id limit ${NODES_AT_ONCE}), begun as (
        insert into change (id, project, principal, door, action, nodes, details)
        select gen_random_uuid(), project, 'headwater', 'SERVICE', 'change:begin', array_remove(array[id, parent_id], null),
          jsonb_build_object('things', jsonb_build_object(id::text, jsonb_build_object('before', null, 'after', (
            select coalesce(jsonb_object_agg(key, value) filter (where value <> 'null'), '{}') from jsonb_each(fields)))))
        from (
          select n.id, n.project, n.parent_id,
            jsonb_build_object(
              'kind', n.kind, 'project', n.project, 'name', n.name, 'parentId', n.parent_id, 'version', n.version, 'label', n.label,
              'description', n.description, 'tags', n.tags, 'owner', n.owner, 'createdBy', n.created_by, 'createdAt', in_log(n.created_at),
              'currentVersionId', n.current_version_id, 'deletedAt', in_log(n.deleted_at), 'deletedBy', n.deleted_by,
              'deleteReason', n.delete_reason, 'joinKeys', e.join_keys, 'endpoint', without_password(d.endpoint)
            )
            || case when r.id is null then '{}' else jsonb_build_object(
              'key', r.key, 'type', r.type, 'status', r.status, 'startedAt', in_log(r.started_at), 'endedAt', in_log(r.ended_at),
              'message', r.message, 'code', r.code
            ) || coalesce((select jsonb_object_agg('parameters.' || name, value) from run_parameter p where p.run_id = r.id), '{}') end
            || case when dv.id is null then '{}' else jsonb_build_object(
              'digest', dv.digest, 'location', without_password(dv.location), 'rowCount', dv.row_count, 'byteCount', dv.byte_count,
              'columns', case when jsonb_path_exists(dv.columns, '$[*].statistics')
                then (select jsonb_agg(c - 'statistics' order by place) from jsonb_array_elements(dv.columns) with ordinality c (c, place))
                else nullif(dv.columns, '[]') end
            ) end
            || case when f.id is null then '{}' else jsonb_build_object(
              'digest', f.digest, 'features', f.features, 'ttlSeconds', f.ttl_seconds, 'transformation', f.transformation,
              'onFutureEvent', f.on_future_event, 'keepHistoryFor', f.keep_history_for, 'historyFrom', in_log(f.history_from),
              'rowsDroppedAt', in_log(f.rows_dropped_at)
            ) || coalesce((select jsonb_object_agg(case when feature = '' then 'deprecated' else 'deprecated.' || feature end,
              jsonb_build_object('reason', reason, 'replacement', replacement)) from feature_deprecation x where x.feature_set_version_id = f.id), '{}') end
            || case when mv.id is null then '{}' else jsonb_build_object(
              'artifactUri', without_password(mv.artifact_uri), 'artifactDigest', mv.artifact_digest, 'artifactFormat', mv.artifact_format,
              'artifactBytes', mv.artifact_bytes, 'requestInputs', mv.request_inputs, 'metrics', mv.metrics,
              'lineageDigest', (select digest from frozen_lineage l where l.model_version_id = mv.id)
            ) end
            || case when n.kind <> 'MODEL' then '{}' else coalesce((
              select jsonb_object_agg('aliases.' || a.alias, a.model_version_id) from model_alias a join node t on t.id = a.model_version_id
              where a.model_id = n.id and a.valid_to is null and t.deleted_at is null), '{}') end as fields
          from part join node n using (id) left join entity e using (id) left join deployment d using (id) left join run r using (id)
          left join dataset_version dv using (id) left join feature_set_version f using (id) left join model_version mv using (id)
        ) whole order by id
      )
      select id from part order by id desc limit 1`,
    );
    await inParts(
      db,
      `with part as materialized (select * from edge where $1::bigint is null or id > $1 order by id limit ${EDGES_AT_ONCE}), begun as (
        insert into change (id, project, principal, door, action, nodes, details)
        select gen_random_uuid(), project, 'headwater', 'SERVICE', 'change:begin', '{}', jsonb_build_object('edges', jsonb_agg(edge order by id))
        from (
          select e.id, s.project, (row_number() over (partition by s.project order by e.id) - 1) / 500 as part,
            jsonb_build_object('src', e.src, 'dst', e.dst, 'kind', e.kind, 'runId', e.run_id, 'before', null, 'after',
              jsonb_build_object('attributes', e.attributes, 'validFrom', in_log(e.valid_from))
              || case when e.valid_to is null then '{}' else jsonb_build_object('validTo', in_log(e.valid_to)) end) as edge
          from part e join node s on s.id = e.src
          where e.retired_at is null
        ) whole
        group by project, part order by min(id)
      )
      select id from part order by id desc limit 1`,
    );
    await db.query(`
      insert into change_unsealed (seq) select seq from change where action = 'change:begin';

      drop function in_log(timestamptz);
      drop function without_password(text);
    `);
  }

  /** The log is never taken from; the table goes with the migration before. */
  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table change_node drop column changed');
  }
}

/** Does a statement behind the last id of the one before, until there is none. */
async function inParts(db: QueryRunner, statement: string): Promise<void> {
  for (let last: string | null = null; ; ) {
    const [row]: { id: string }[] = await db.query(statement, [last]);
    if (row === undefined) return;
    last = row.id;
  }
}
