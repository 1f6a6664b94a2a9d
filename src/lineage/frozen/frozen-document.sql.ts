import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { FrozenLineageRecord } from './frozen-lineage.entity.js';

/** A frozen lineage; a document that nobody asked for, or that is longer than `most`, stays where it is. */
export interface FrozenRow extends Omit<FrozenLineageRecord, 'document'> {
  readonly document: string | null;
  /** How long it is in UTF-8. */
  readonly bytes: number;
}

const FROZEN = statement(
  'frozen_lineage',
  `select model_version_id as "modelVersionId", digest, node_count as "nodeCount", edge_count as "edgeCount", frozen_at as "frozenAt",
     octet_length(document)::float8 as bytes, case when octet_length(document) <= $2::int then document end as document
   from frozen_lineage where model_version_id = any($1::uuid[])`,
);

/** The frozen lineages of some model versions, with documents of at most so many bytes. Index: primary key. */
export function selectFrozen(db: Queryable, modelVersionIds: readonly string[], most: number): Promise<FrozenRow[]> {
  return db.query<FrozenRow>(FROZEN, [modelVersionIds, most]);
}

const DIGEST = statement(
  'frozen_lineage_digest',
  `select encode(sha256(convert_to(document, 'UTF8')), 'hex') as digest from frozen_lineage where model_version_id = $1`,
);

/** SHA-256 of a document as it is now, however long that is: it isn't sent anywhere. Index: primary key. */
export async function computeDigest(
  db: Queryable,
  modelVersionId: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  return (await db.query<{ digest: string }>(DIGEST, [modelVersionId], signal))[0]?.digest;
}

const CONTENT = statement(
  'frozen_lineage_content',
  `select node.count as nodes, json_array_length(f.document::json -> 'edges') as edges, node.own
   from frozen_lineage f
   cross join lateral (
     select count(*)::int as count, coalesce(bool_or(n ->> 'id' = $2), false) as own from json_array_elements(f.document::json -> 'nodes') n
   ) node
   where f.model_version_id = $1`,
);

export interface FrozenContent {
  readonly nodes: number;
  readonly edges: number;
  /** Whether the model version is among the nodes. */
  readonly own: boolean;
}

/** What a document holds. Throws for what is no such document. Index: primary key. */
export async function countContent(
  db: Queryable,
  modelVersionId: string,
  publicId: string,
  signal: AbortSignal,
): Promise<FrozenContent | undefined> {
  return (await db.query<FrozenContent>(CONTENT, [modelVersionId, publicId], signal))[0];
}

const NODE_IDS = statement(
  'frozen_lineage_node_ids',
  `select n ->> 'id' as id
   from frozen_lineage f cross join lateral json_array_elements(f.document::json -> 'nodes') n
   where f.model_version_id = $1`,
);

/** The public ids of the nodes of a document. Throws for what is no such document. Index: primary key. */
export async function selectFrozenNodeIds(
  db: Queryable,
  modelVersionId: string,
  signal: AbortSignal,
): Promise<string[]> {
  const rows = await db.query<{ id: string | null }>(NODE_IDS, [modelVersionId], signal);
  return rows.flatMap(({ id }) => id ?? []);
}
