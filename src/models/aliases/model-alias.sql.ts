import type { AliasedName, AliasTarget } from '../../graph/nodes/kinds/kind-registry.js';
import { decodeCursor, type PageRequest } from '../../platform/database/keyset.js';
import { type Queryable, statement } from '../../platform/database/queryable.js';

/** One stay of an alias at a model version. */
export interface AliasRow {
  /** Position in the order of setting. */
  readonly id: string;
  readonly modelId: string;
  readonly modelVersionId: string;
  readonly alias: string;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly setBy: string;
  readonly endedBy: string | null;
}

// A stay ends with its version: deleting a version writes nothing here. Never before it began, though the clock may have stepped back.
const VALID_TO =
  'case when coalesce(a.valid_to, v.deleted_at) is not null then greatest(least(a.valid_to, v.deleted_at), a.valid_from) end';
const COLUMNS = `a.id, a.model_id as "modelId", a.model_version_id as "modelVersionId", a.alias, a.valid_from as "validFrom",
     ${VALID_TO} as "validTo", a.set_by as "setBy",
     case when v.deleted_at < coalesce(a.valid_to, 'infinity') then v.deleted_by else a.ended_by end as "endedBy"`;

const ALIASED = statement(
  'aliased_model_versions',
  `select l.label, v.id, v.deleted_at is not null as deleted
   from unnest($2::text[], $3::text[], $4::text[]) as l (label, model, alias)
   join node m on m.project = $1 and m.label = l.model and m.kind = 'MODEL' and m.deleted_at is null
   join model_alias a on a.model_id = m.id and a.alias = l.alias and a.valid_to is null
   join node v on v.id = a.model_version_id`,
);

/** Labels such as `flight_delay@champion` → model version, for those that are one. It may be deleted. Indexes: node_label, model_alias_current. */
export async function findAliasedVersions(
  db: Queryable,
  project: string,
  names: readonly AliasedName[],
): Promise<ReadonlyMap<string, AliasTarget>> {
  const values = [
    project,
    names.map(({ label }) => label),
    names.map(({ parent }) => parent),
    names.map(({ alias }) => alias),
  ];
  const rows = await db.query<AliasTarget & { label: string }>(ALIASED, values);
  return new Map(rows.map((row) => [row.label, row]));
}

const OF_MODELS = statement(
  'aliases_of_models',
  `select ${COLUMNS} from model_alias a join node v on v.id = a.model_version_id
   where a.model_id = any($1) and a.valid_to is null and v.deleted_at is null order by a.alias`,
);

/** The current aliases of models, by name. Index: model_alias_current. */
export function selectAliasesOfModels(db: Queryable, modelIds: readonly string[]): Promise<AliasRow[]> {
  return db.query<AliasRow>(OF_MODELS, [modelIds]);
}

const NAMES = statement(
  'alias_names',
  `select a.alias from model_alias a join node v on v.id = a.model_version_id
   where a.model_id = $1 and a.valid_to is null and v.deleted_at is null order by a.alias limit 200`,
);

/** The first current aliases of a model, to be named in errors. Index: model_alias_current. */
export async function listAliasNames(db: Queryable, modelId: string): Promise<string[]> {
  return (await db.query<{ alias: string }>(NAMES, [modelId])).map(({ alias }) => alias);
}

const OF_VERSIONS = statement(
  'aliases_of_model_versions',
  `select ${COLUMNS} from model_alias a join node v on v.id = a.model_version_id
   where a.model_version_id = any($1) and a.valid_to is null and v.deleted_at is null order by a.alias`,
);

/** The current aliases of model versions, by name. Index: model_alias_version. */
export function selectAliasesOfVersions(db: Queryable, versionIds: readonly string[]): Promise<AliasRow[]> {
  return db.query<AliasRow>(OF_VERSIONS, [versionIds]);
}

const OF_VERSIONS_THEN = statement(
  'aliases_of_model_versions_then',
  `select ${COLUMNS} from node v join model_alias a on a.model_id = v.parent_id and a.model_version_id = v.id
   where v.id = any($1) and a.valid_from <= $2::timestamptz and (${VALID_TO} is null or ${VALID_TO} > $2::timestamptz)
   order by a.alias`,
);

/** The aliases that model versions had at a time, by name. Index: model_alias_history. */
export function selectAliasesOfVersionsAt(
  db: Queryable,
  versionIds: readonly string[],
  asOf: string,
): Promise<AliasRow[]> {
  return db.query<AliasRow>(OF_VERSIONS_THEN, [versionIds, asOf]);
}

const AT_TIME = statement(
  'alias_at_time',
  `select ${COLUMNS} from model_alias a join node v on v.id = a.model_version_id
   where a.model_id = any($1) and a.alias = $2 and a.valid_from <= $3::timestamptz
     and (${VALID_TO} is null or ${VALID_TO} > $3::timestamptz)`,
);

/** Where one alias of each model pointed at a time ('infinity': now). Index: model_alias_time. */
export function selectAliasAt(
  db: Queryable,
  modelIds: readonly string[],
  alias: string,
  asOf: string,
): Promise<AliasRow[]> {
  return db.query<AliasRow>(AT_TIME, [modelIds, alias, asOf]);
}

const HISTORY = statement(
  'alias_history',
  `select h.* from unnest($1::uuid[]) as m (id)
   cross join lateral (
     select ${COLUMNS} from model_alias a join node v on v.id = a.model_version_id
     where a.model_id = m.id and ($2::text is null or a.alias = $2) and ($3::bigint is null or a.id < $3)
     order by a.id desc
     limit $4
   ) h`,
);

/** The last stays of the aliases of each model, last first, one more than the page holds. Index: model_alias_history. */
export function selectAliasHistory(
  db: Queryable,
  modelIds: readonly string[],
  alias: string | null,
  page: PageRequest,
): Promise<AliasRow[]> {
  const [before] = page.after === undefined ? [null] : decodeCursor(page.after, ['bigint']);
  return db.query<AliasRow>(HISTORY, [modelIds, alias, before, page.first + 1]);
}
