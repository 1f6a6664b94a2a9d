import { type Queryable, statement } from '../../platform/database/queryable.js';

/** Where a version is that has been moved at least once. */
export interface StageRow {
  readonly modelVersionId: string;
  readonly stage: string;
}

const OF_VERSIONS = statement(
  'stages_of_versions',
  `select model_version_id as "modelVersionId", stage from model_stage where model_version_id = any($1)`,
);
const OF_VERSIONS_THEN = statement(
  'stages_of_versions_then',
  `select w.id as "modelVersionId", h.to_value as stage
   from unnest($1::uuid[]) as w (id)
   cross join lateral (
     select m.to_value from registry_move m
     where m.to_version_id = w.id and m.kind = 'STAGE' and m.at <= $2::timestamptz
     order by m.id desc limit 1
   ) h`,
);

/** The stages of versions that are not in the first for want of a move, now or at a time. Indexes: primary key; registry_move_to. */
export function selectStagesOf(
  db: Queryable,
  versionIds: readonly string[],
  asOf: string | null = null,
): Promise<StageRow[]> {
  return asOf === null
    ? db.query<StageRow>(OF_VERSIONS, [versionIds])
    : db.query<StageRow>(OF_VERSIONS_THEN, [versionIds, asOf]);
}

const IN_STAGE = statement(
  'versions_in_stage',
  `select v.id from node v left join model_stage s on s.model_version_id = v.id
   where v.parent_id = $1 and v.deleted_at is null and (s.stage = $2 or (s.stage is null and $3))
   order by v.version desc limit $4`,
);

/** The versions of a model in a stage, newest first. `isFirst`: those that were never moved count too. Index: node_version. */
export async function selectInStage(
  db: Queryable,
  modelId: string,
  { stage, isFirst, limit }: { readonly stage: string; readonly isFirst: boolean; readonly limit: number },
): Promise<string[]> {
  return (await db.query<{ id: string }>(IN_STAGE, [modelId, stage, isFirst, limit])).map(({ id }) => id);
}

const NEXT = statement(
  'next_stage_time',
  `select greatest(date_trunc('milliseconds', clock_timestamp()),
     (select max(s.since) from model_stage s where s.model_id = $1) + interval '1 millisecond') as at`,
);

/** When the next move of a model's stages happens: after every earlier one. The model must be locked. Index: model_stage_model. */
export async function nextStageTime(db: Queryable, modelId: string): Promise<Date> {
  const [row] = await db.query<{ at: Date }>(NEXT, [modelId]);
  if (row === undefined) throw new Error('a select without from gave no row');
  return row.at;
}

const PUT = statement(
  'put_model_stages',
  `insert into model_stage (model_version_id, model_id, stage, since, set_by)
   select m.id, $1, m.stage, $4, $5 from unnest($2::uuid[], $3::text[]) as m (id, stage)
   on conflict (model_version_id) do update set stage = excluded.stage, since = excluded.since, set_by = excluded.set_by`,
);

/** Moves versions of a model to stages. The model must be locked. Index: primary key. */
export async function putStagesOf(
  db: Queryable,
  modelId: string,
  moves: readonly { readonly modelVersionId: string; readonly to: string }[],
  { at, by }: { readonly at: Date; readonly by: string },
): Promise<void> {
  const ids = moves.map(({ modelVersionId }) => modelVersionId);
  await db.query(PUT, [modelId, ids, moves.map(({ to }) => to), at, by]);
}
