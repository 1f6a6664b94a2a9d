import { runSql } from '../../support/postgres/run-sql.js';
import { type Replay, text } from './replay.js';

const NODES = `select n.id, n.kind, n.project, n.name, n.label, n.version, n.parent_id as "parentId", n.description, nullif(n.tags, '{}') as tags, n.owner,
    created_by as "createdBy", created_at as "createdAt", current_version_id as "currentVersionId",
    deleted_at is not null as deleted, deleted_by as "deletedBy", delete_reason as "deleteReason",
    r.type, r.status, r.started_at as "startedAt", r.ended_at as "endedAt", r.message, r.key, d.endpoint,
    v.keep_history_for as "keepHistoryFor", v.history_from as "historyFrom", v.rows_dropped_at as "rowsDroppedAt", v.digest as "setDigest",
    dv.digest as "dataDigest", mv.artifact_digest as "artifactDigest", e.join_keys as "joinKeys", ms.stage,
    (select jsonb_object_agg(name, value) from run_parameter p where p.run_id = n.id) as parameters,
    (select jsonb_object_agg(a.alias, a.model_version_id) from model_alias a join node t on t.id = a.model_version_id
     where a.model_id = n.id and a.valid_to is null and t.deleted_at is null) as aliases,
    (select jsonb_object_agg(feature, jsonb_build_object('reason', reason, 'replacement', replacement))
     from feature_deprecation f where f.feature_set_version_id = n.id) as deprecated
  from node n left join run r using (id) left join deployment d using (id) left join feature_set_version v using (id)
  left join dataset_version dv using (id) left join model_version mv using (id) left join entity e using (id)
  left join model_stage ms on ms.model_version_id = n.id`;

const EDGES = `select src, dst, kind, run_id as "runId", attributes, valid_from as "validFrom", valid_to as "validTo" from edge where retired_at is null`;

/** What the tables hold, one line each. */
export async function storedState(url: string): Promise<string[]> {
  const nodes = await runSql<object>(url, NODES);
  const projects = await runSql<object>(url, `select name, description, created_by as "createdBy" from project`);
  return lines(nodes, await runSql(url, EDGES), projects);
}

/** The same of a replay. */
export function replayedState({ things, edges }: Replay): string[] {
  const all = [...things];
  const group = (fields: Record<string, unknown>, prefix: string) => {
    const entries = Object.entries(fields).filter(([field, value]) => field.startsWith(prefix) && value != null);
    return entries.length === 0
      ? null
      : Object.fromEntries(entries.map(([field, value]) => [field.slice(prefix.length), value]));
  };
  const nodes = all
    .filter(([name]) => !name.includes('/'))
    .map(([id, fields]) => {
      const aliases = Object.entries(group(fields, 'aliases.') ?? {}).filter(
        ([, version]) => things.get(String(version))?.deletedAt == null,
      );
      const pick = (...names: string[]) => Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
      return {
        id,
        ...pick('kind', 'project', 'name', 'label', 'version', 'parentId', 'description', 'owner', 'createdBy'),
        ...pick('createdAt', 'currentVersionId', 'deletedBy', 'deleteReason', 'type', 'status', 'startedAt', 'endedAt'),
        ...pick(
          'message',
          'key',
          'endpoint',
          'keepHistoryFor',
          'historyFrom',
          'rowsDroppedAt',
          'artifactDigest',
          'joinKeys',
          'stage',
        ),
        tags: text(fields.tags ?? null) === '{}' ? null : (fields.tags ?? null),
        deleted: fields.deletedAt != null,
        setDigest: fields.kind === 'FEATURE_SET_VERSION' ? fields.digest : null,
        dataDigest: fields.kind === 'DATASET_VERSION' ? fields.digest : null,
        parameters: group(fields, 'parameters.'),
        aliases: aliases.length === 0 ? null : Object.fromEntries(aliases),
        deprecated:
          fields.deprecated == null
            ? group(fields, 'deprecated.')
            : { '': fields.deprecated, ...group(fields, 'deprecated.') },
      };
    });
  const projects = all
    .filter(([name]) => name.startsWith('project/'))
    .map(([, { name, description, createdBy }]) => ({ name, description: description ?? null, createdBy }));
  return lines(nodes, edges, projects);
}

function lines(nodes: readonly object[], edges: readonly object[], projects: readonly object[]): string[] {
  return [...nodes, ...edges, ...projects].map(text).sort();
}
