import { type Queryable, statement } from '../../platform/database/queryable.js';
import { selectAliasState } from '../aliases/change-alias.sql.js';
import { selectInStage } from '../stages/model-stage.sql.js';
import { type Target, TargetKind } from './target.js';

/** Who holds an alias or a stage of a model now; null: nobody. Of several in a stage the newest. Indexes: model_alias_time, node_version. */
export async function selectCurrent(db: Queryable, modelId: string, target: Target): Promise<string | null> {
  if (target.kind === TargetKind.ALIAS) return (await selectAliasState(db, modelId, target.name)).modelVersionId;
  const isFirst = target.stages[0]?.name === target.name;
  const [newest] = await selectInStage(db, modelId, { stage: target.name, isFirst, limit: 1 });
  return newest ?? null;
}

const LAST = statement(
  'last_holder_of_target',
  `select coalesce(to_version_id, from_version_id) as id from registry_move
   where model_id = $1 and kind = $2 and case when kind = 'ALIAS' then name = $3 else to_value = $3 end
   order by id desc limit 1`,
);

/**
 * The champion that a version is compared with: who holds the target, else who held it last, deleted or not: taking a champion away lets nothing
 * worse in. Null: there never was one, or it is the version itself. Index: registry_move_model.
 */
export async function selectChampion(
  db: Queryable,
  modelId: string,
  target: Target,
  candidateId: string,
): Promise<string | null> {
  const current = await selectCurrent(db, modelId, target);
  const [last] = current === null ? await db.query<{ id: string }>(LAST, [modelId, target.kind, target.name]) : [];
  const champion = current ?? last?.id ?? null;
  return champion === candidateId ? null : champion;
}
