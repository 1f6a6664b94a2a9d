import { type Queryable, statement } from '../../platform/database/queryable.js';

export interface ParameterRow {
  readonly runId: string;
  readonly name: string;
  readonly value: string;
}

const INSERT_PARAMETERS = statement(
  'insert_parameters',
  `insert into run_parameter (run_id, project, name, value)
   select $1, $2, p.name, p.value from unnest($3::text[], $4::text[]) as p (name, value)
   on conflict (run_id, name) do nothing
   returning name`,
);

/** Adds the parameters that a locked run lacks; gives their names. Index: primary key. */
export async function insertParameters(
  db: Queryable,
  run: { readonly id: string; readonly project: string },
  parameters: ReadonlyMap<string, string>,
): Promise<string[]> {
  const rows = await db.query<{ name: string }>(INSERT_PARAMETERS, [
    run.id,
    run.project,
    [...parameters.keys()],
    [...parameters.values()],
  ]);
  return rows.map((row) => row.name);
}

const PARAMETERS = statement(
  'parameters',
  'select run_id as "runId", name, value from run_parameter where run_id = any($1) order by run_id, name',
);

/** All parameters of these runs, by name. Index: primary key. */
export function selectParameters(db: Queryable, runIds: readonly string[]): Promise<ParameterRow[]> {
  return db.query<ParameterRow>(PARAMETERS, [runIds]);
}
