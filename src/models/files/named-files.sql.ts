import type { FindNamedFiles } from '../../artifacts/files/named-files.js';
import { toPublicId } from '../../graph/nodes/node-id.js';
import { statement } from '../../platform/database/queryable.js';
import { MODEL_VERSION } from '../model-kinds.js';
import { pathIn } from './path-in.js';

interface NamingVersion {
  readonly id: string;
  readonly project: string;
  readonly label: string;
  readonly uri: string;
  readonly serves: readonly string[];
}

const NAMING = statement(
  'versions_naming_files',
  `select n.id, n.project, n.label, m.artifact_uri as uri, coalesce((
       select array_agg((e.attributes ->> 'trafficPercent') || ' % of ' || d.label order by d.label)
       from edge e join node d on d.id = e.dst
       where e.src = n.id and e.kind = 'BINDING' and e.valid_to is null and e.retired_at is null
     ), '{}') as serves
   from model_version m join node n on n.id = m.id and n.deleted_at is null
   where ids_in_uri(m.artifact_uri) && $1::text[]
   order by n.label, n.id`,
);

/** Living versions whose bytes are files of a node, as far as their URIs say. Indexes: model_version_ids_in_uri, edge_downstream. */
export const findNamedFiles: FindNamedFiles = async (db, { id, kind }) => {
  const ids = [toPublicId(kind, id), id.replaceAll('-', ''), id];
  const versions = await db.query<NamingVersion>(NAMING, [ids]);
  return versions.flatMap(({ uri, serves, ...by }) => {
    const path = pathIn(uri, ids);
    return path === undefined ? [] : [{ path, by: { ...by, kind: MODEL_VERSION }, serves }];
  });
};
