import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { NodeKind } from '../nodes/kinds/node-kind.js';

/** A node that a reference may mean. */
export interface Candidate {
  readonly ref: string;
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string | null;
  /** True where the text is the node's own label; false where the node is the version that the text means. */
  readonly exact: boolean;
  readonly deleted: boolean;
}

/** For each node `p` the version that it means where it is named alone: the current one where there is such a thing, else the newest. */
const MEANT_VERSION = `cross join lateral (
     select id, kind, label from node
     where parent_id = p.id and version is not null and deleted_at is null
       and (p.current_version_id is null or id = p.current_version_id)
     order by version desc limit 1
   ) v`;

const BY_LABEL = statement(
  'nodes_by_label',
  `select n.label as ref, n.id, n.kind, n.label, true as exact, false as deleted
   from node n
   where n.project = $1 and n.label = any($2) and n.deleted_at is null
   union all
   select p.label, v.id, v.kind, v.label, false, false
   from node p
   ${MEANT_VERSION}
   where p.project = $1 and p.label = any($2) and p.deleted_at is null`,
);

/** Living nodes labelled so, and the version that each means. Indexes: node_label, node_version. */
export function selectByLabel(db: Queryable, project: string, labels: readonly string[]): Promise<Candidate[]> {
  return db.query<Candidate>(BY_LABEL, [project, labels]);
}

const BY_ID = statement(
  'nodes_by_id',
  `select n.id as ref, n.id, n.kind, n.label, true as exact, n.deleted_at is not null as deleted
   from node n where n.id = any($1::uuid[]) and n.project = $2
   union all
   select p.id, v.id, v.kind, v.label, false, false
   from node p
   ${MEANT_VERSION}
   where p.id = any($1::uuid[]) and p.project = $2`,
);

/** Nodes with these ids, and the version that each means. Indexes: primary key, node_version. */
export function selectById(db: Queryable, project: string, ids: readonly string[]): Promise<Candidate[]> {
  return db.query<Candidate>(BY_ID, [ids, project]);
}

const MEANT_VERSIONS = statement(
  'meant_versions',
  `select p.id as "parentId", v.id from node p ${MEANT_VERSION} where p.id = any($1)`,
);

/** The version that each node means where it is named alone: parent id → version's id. Indexes: primary key, node_version. */
export async function findMeantVersions(
  db: Queryable,
  parentIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<{ parentId: string; id: string }>(MEANT_VERSIONS, [parentIds]);
  return new Map(rows.map((row) => [row.parentId, row.id]));
}
