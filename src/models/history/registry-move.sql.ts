import { decodeCursor, type PageRequest } from '../../platform/database/keyset.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { RegistryMoveKind } from './registry-move.js';

/** A move that is to be kept. Of an alias `from` and `to` are versions; of what else moves they are values at the version `to`. */
export interface NewMove {
  readonly kind: RegistryMoveKind;
  readonly fromVersionId?: string | null;
  readonly toVersionId: string | null;
  readonly name?: string;
  readonly deploymentId?: string;
  readonly fromValue?: string | null;
  readonly toValue?: string | null;
}

export interface MoveRow {
  /** Its place in the order of moves. */
  readonly id: string;
  readonly modelVersionId: string;
  readonly deploymentId: string | null;
  readonly kind: RegistryMoveKind;
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly at: Date;
  readonly by: string;
  readonly reason: string | null;
  readonly overridden: boolean;
  /** Of which model or version it was asked. */
  readonly of: string;
}

/** What is said of moves of one moment. */
export interface MoveWords {
  readonly at: Date;
  readonly by: string;
  readonly reason: string | null;
  /** Whether a gate or missing approvals would have refused them. */
  readonly overridden?: boolean;
}

const KEEP = statement(
  'keep_registry_moves',
  `insert into registry_move (model_id, from_version_id, to_version_id, kind, name, deployment_id, from_value, to_value, at, by, reason, overridden)
   select v.parent_id, m.from_version, m.to_version, m.kind, m.name, m.deployment, m.from_value, m.to_value, $8, $9, $10, $11
   from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[])
     with ordinality as m (from_version, to_version, kind, name, deployment, from_value, to_value, place)
   join node v on v.id = coalesce(m.to_version, m.from_version)
   order by m.place`,
);

/** Keeps moves of one moment for good. Index: primary key of node. */
export async function keepMoves(
  tx: Transaction,
  { at, by, reason, overridden = false }: MoveWords,
  moves: readonly NewMove[],
): Promise<void> {
  if (moves.length === 0) return;
  await tx.query(KEEP, [
    moves.map(({ fromVersionId = null }) => fromVersionId),
    moves.map(({ toVersionId }) => toVersionId),
    moves.map(({ kind }) => kind),
    moves.map(({ name = null }) => name),
    moves.map(({ deploymentId = null }) => deploymentId),
    moves.map(({ fromValue = null }) => fromValue),
    moves.map(({ toValue = null }) => toValue),
    at,
    by,
    reason,
    overridden,
  ]);
}

const COLUMNS = `h.id, coalesce(h.to_version_id, h.from_version_id) as "modelVersionId", h.deployment_id as "deploymentId", h.kind,
     coalesce(d.label, h.name) as name, case when h.kind = 'ALIAS' then f.label else h.from_value end as "from",
     case when h.kind = 'ALIAS' then t.label else h.to_value end as "to", h.at, h.by, h.reason, h.overridden, h.of`;
const LABELS = `left join node f on f.id = h.from_version_id
   left join node t on t.id = h.to_version_id
   left join node d on d.id = h.deployment_id`;
const WANTED = `($2::text[] is null or m.kind = any($2)) and ($3::timestamptz is null or m.at <= $3) and ($4::bigint is null or m.id < $4)`;
const LAST = `${WANTED} order by m.id desc limit $5`;

const OF_MODELS = statement(
  'registry_moves_of_models',
  `select ${COLUMNS}
   from unnest($1::uuid[]) as w (id)
   cross join lateral (select m.*, w.id as of from registry_move m where m.model_id = w.id and ${LAST}) h
   ${LABELS}
   order by h.id desc`,
);

const OF_VERSIONS = statement(
  'registry_moves_of_versions',
  `select ${COLUMNS}
   from unnest($1::uuid[]) as w (id)
   cross join lateral (
     select m.*, w.id as of from (
       (select m.* from registry_move m where m.to_version_id = w.id and ${LAST})
       union
       (select m.* from registry_move m where m.from_version_id = w.id and ${LAST})
     ) m order by m.id desc limit $5
   ) h
   ${LABELS}
   order by h.id desc`,
);

/** Which moves are asked for. */
export interface WantedMoves {
  readonly of: 'MODEL' | 'MODEL_VERSION';
  /** Null: all. */
  readonly kinds: readonly RegistryMoveKind[] | null;
  /** Those that had been made by then; null: all. */
  readonly asOf: string | null;
  readonly page: PageRequest;
}

/**
 * The last moves of each model or model version, last first, one more than the page holds.
 * Indexes: registry_move_model; registry_move_to, registry_move_from.
 */
export function selectMoves(db: Queryable, ids: readonly string[], wanted: WantedMoves): Promise<MoveRow[]> {
  const { kinds, asOf, page } = wanted;
  const [before] = page.after === undefined ? [null] : decodeCursor(page.after, ['bigint']);
  const asked = wanted.of === 'MODEL' ? OF_MODELS : OF_VERSIONS;
  return db.query<MoveRow>(asked, [ids, kinds, asOf, before, page.first + 1]);
}
