import { type Queryable, statement } from '../../platform/database/queryable.js';

/** What a change of an alias starts from. */
export interface AliasState {
  /** The living model version that it points to. */
  readonly modelVersionId: string | null;
  /** False when the model never had such an alias. */
  readonly known: boolean;
  /** When the change happens: after every earlier one, so that each is seen by some asOf. */
  readonly at: Date;
}

const STATE = statement(
  'alias_state',
  `select min(v.id::text) filter (where a.valid_to is null and v.deleted_at is null) as "modelVersionId",
     count(a.id) > 0 as known,
     greatest(
       date_trunc('milliseconds', clock_timestamp()),
       max(coalesce(a.valid_to, a.valid_from)) + interval '1 millisecond'
     ) as at
   from model_alias a
   join node v on v.id = a.model_version_id
   where a.model_id = $1 and a.alias = $2`,
);

/** How an alias stands. The model must be locked. Index: model_alias_time. */
export async function selectAliasState(db: Queryable, modelId: string, alias: string): Promise<AliasState> {
  const [state] = await db.query<AliasState>(STATE, [modelId, alias]);
  if (state === undefined) throw new Error('an aggregate gave no row');
  return state;
}

const END = statement(
  'end_alias',
  'update model_alias set valid_to = $3, ended_by = $4 where model_id = $1 and alias = $2 and valid_to is null',
);

/** Ends the current stay of an alias, if there is one. Index: model_alias_current. */
export async function endAlias(db: Queryable, modelId: string, alias: string, at: Date, user: string): Promise<void> {
  await db.query(END, [modelId, alias, at, user]);
}

const BEGIN = statement(
  'begin_alias',
  'insert into model_alias (model_id, alias, model_version_id, valid_from, set_by) values ($1, $2, $3, $4, $5)',
);

/** Begins a stay of an alias at a model version. */
export async function beginAlias(
  db: Queryable,
  modelId: string,
  alias: string,
  modelVersionId: string,
  at: Date,
  user: string,
): Promise<void> {
  await db.query(BEGIN, [modelId, alias, modelVersionId, at, user]);
}
