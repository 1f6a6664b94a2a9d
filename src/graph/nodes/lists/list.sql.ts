import { decodeCursor, type PageRequest } from '../../../platform/database/keyset.js';
import { type Queryable, type Statement, statement } from '../../../platform/database/queryable.js';
import type { NodeKind } from '../kinds/node-kind.js';
import { tagRecord } from '../tag.js';
import { type NodeFilter, NodeOrder } from './node-filter.input.js';

export interface ListedNode {
  readonly id: string;
  readonly name: string;
}

function listStatement(name: string, after: string, order: string): Statement {
  return statement(
    name,
    `select id, name from node
     where project = $1 and kind = $2
       and ($3::text is null or strpos(name, $3) > 0)
       and tags @> $4::jsonb
       and ($5::text is null or owner = $5)
       and ($6::timestamptz is null or created_at >= $6)
       and ($7::timestamptz is null or created_at < $7)
       and ($8 or deleted_at is null)
       and ($9::text is null or ${after})
     order by ${order}
     limit $11`,
  );
}

// Ids are time-ordered, so they order by registration. $9 and $10 are the name and id behind the cursor.
const STATEMENTS: Readonly<Record<NodeOrder, Statement>> = {
  [NodeOrder.NEWEST]: listStatement('list_newest', 'id < $10::uuid', 'id desc'),
  [NodeOrder.OLDEST]: listStatement('list_oldest', 'id > $10::uuid', 'id'),
  [NodeOrder.NAME]: listStatement('list_by_name', '(name collate "C", id) > ($9, $10::uuid)', 'name collate "C", id'),
};

/** Nodes of one kind, one more than the page holds. Indexes: node_kind, node_name. */
export function listNodes(
  db: Queryable,
  project: string,
  kind: NodeKind,
  filter: NodeFilter | null | undefined,
  order: NodeOrder,
  page: PageRequest,
  signal?: AbortSignal,
): Promise<ListedNode[]> {
  const [name, id] = page.after === undefined ? [null, null] : decodeCursor(page.after, ['text', 'uuid']);
  return db.query<ListedNode>(
    STATEMENTS[order],
    [
      project,
      kind,
      filter?.nameContains?.normalize() ?? null,
      JSON.stringify(tagRecord(filter?.tags)),
      filter?.owner ?? null,
      filter?.createdFrom ?? null,
      filter?.createdBefore ?? null,
      filter?.includeDeleted === true,
      name,
      id,
      page.first + 1,
    ],
    signal,
  );
}

export interface ChildNode {
  readonly parentId: string;
  readonly id: string;
  readonly version: number | null;
}

const CHILDREN = statement(
  'children',
  `select p.id as "parentId", c.id, c.version
   from unnest($1::uuid[]) as p (id)
   cross join lateral (
     select id, version from node
     where parent_id = p.id and kind = $2 and deleted_at is null
       and ($3::int is null or (coalesce(version, 0), id) < ($3, $4::uuid))
     order by coalesce(version, 0) desc, id desc
     limit $5
   ) c`,
);

/** The first children of one kind of each parent, newest first, one more than the page holds. Index: node_child. */
export function selectChildren(
  db: Queryable,
  parentIds: readonly string[],
  kind: NodeKind,
  page: PageRequest,
): Promise<ChildNode[]> {
  const [version, id] = page.after === undefined ? [null, null] : decodeCursor(page.after, ['int', 'uuid']);
  return db.query<ChildNode>(CHILDREN, [parentIds, kind, version, id, page.first + 1]);
}
