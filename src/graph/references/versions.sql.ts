import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { NodeKind } from '../nodes/kinds/node-kind.js';

/** A living node, and the numbers of its newest living versions, newest first. */
export interface VersionedNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly versions: readonly number[];
}

export const SHOWN_VERSIONS = 20;

const VERSIONS = statement(
  'versions_of_label',
  `select p.id, p.kind, array(
     select c.version from node c
     where c.parent_id = p.id and c.version is not null and c.deleted_at is null
     order by c.version desc limit ${SHOWN_VERSIONS}
   ) as versions
   from node p
   where p.project = $1 and p.label = $2 and p.kind = any($3) and p.deleted_at is null`,
);

/** What is called so, with its newest versions. Indexes: node_label, node_version. */
export function selectVersioned(
  db: Queryable,
  project: string,
  label: string,
  kinds: readonly NodeKind[],
): Promise<VersionedNode[]> {
  return db.query<VersionedNode>(VERSIONS, [project, label, kinds]);
}
