import { type Queryable, statement } from '../../platform/database/queryable.js';

/** A binding that is live now. */
export interface LiveBinding {
  readonly edgeId: string;
  readonly deploymentId: string;
  readonly modelVersionId: string;
  readonly trafficPercent: number;
}

/** A binding of any time, and who began and ended it. */
export interface BindingRow extends LiveBinding {
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly deployedBy: string;
  readonly endedBy: string | null;
}

const SHARE = `(e.attributes ->> 'trafficPercent')::int`;
const KEYS = `e.id as "edgeId", e.dst as "deploymentId", e.src as "modelVersionId", ${SHARE} as "trafficPercent"`;
// The largest share first; of equals the oldest binding; of those that began together the oldest model version.
const ORDER = `${SHARE} desc, e.valid_from, e.src`;

const LIVE = statement(
  'live_bindings',
  `select ${KEYS} from edge e
   where e.dst = any($1) and e.kind = 'BINDING' and e.valid_to is null and e.retired_at is null
   order by ${ORDER}`,
);

/**
 * What serves behind each deployment now: largest share first, the oldest of equals first. A deployment behind which
 * nothing serves has an empty list. Index: edge_upstream.
 */
export async function liveBindings(
  db: Queryable,
  deploymentIds: readonly string[],
): Promise<ReadonlyMap<string, readonly LiveBinding[]>> {
  const bindings = new Map<string, LiveBinding[]>(deploymentIds.map((id) => [id, []]));
  for (const row of await db.query<LiveBinding>(LIVE, [deploymentIds])) bindings.get(row.deploymentId)?.push(row);
  return bindings;
}

const THEN = statement(
  'bindings_then',
  `select ${KEYS} from edge e
   where e.dst = any($1) and e.kind = 'BINDING' and e.retired_at is null
     and e.valid_from <= $2::timestamptz and (e.valid_to is null or e.valid_to > $2::timestamptz)
   order by ${ORDER}`,
);

/** The same at a time; undefined: now. Index: edge_upstream. */
export async function bindingsThen(
  db: Queryable,
  deploymentIds: readonly string[],
  asOf: string | undefined,
): Promise<ReadonlyMap<string, readonly LiveBinding[]>> {
  if (asOf === undefined) return liveBindings(db, deploymentIds);
  const bindings = new Map<string, LiveBinding[]>(deploymentIds.map((id) => [id, []]));
  for (const row of await db.query<LiveBinding>(THEN, [deploymentIds, asOf])) bindings.get(row.deploymentId)?.push(row);
  return bindings;
}

/** Of these nodes, the deployments behind which something serves. Index: edge_upstream. */
export async function findLiveDeployments(db: Queryable, ids: readonly string[]): Promise<readonly string[]> {
  return [...new Set((await db.query<LiveBinding>(LIVE, [ids])).map((row) => row.deploymentId))];
}

const WHOLE = `select ${KEYS}, e.valid_from as "validFrom", e.valid_to as "validTo",
     began.changed_by as "deployedBy", ended.changed_by as "endedBy"
   from edge e
   join deployment_change began on began.deployment_id = e.dst and began.changed_at = e.valid_from
   left join deployment_change ended on ended.deployment_id = e.dst and ended.changed_at = e.valid_to
   where e.dst = any($1) and e.kind = 'BINDING' and e.retired_at is null`;

const AT_TIME = statement(
  'bindings_at_time',
  `${WHOLE} and e.valid_from <= $2::timestamptz and (e.valid_to is null or e.valid_to > $2::timestamptz)
   order by ${ORDER}`,
);

/** What served behind deployments at a time ('infinity': now), in the order of liveBindings. Index: edge_upstream. */
export function selectBindingsAt(db: Queryable, deploymentIds: readonly string[], asOf: string): Promise<BindingRow[]> {
  return db.query<BindingRow>(AT_TIME, [deploymentIds, asOf]);
}

const SERVICE = statement(
  'service_of_deployment',
  `select min(e.valid_from) as "firstAt", coalesce(bool_or(e.src = $2::uuid), false) as served
   from edge e where e.dst = $1 and e.kind = 'BINDING' and e.retired_at is null`,
);

/** When something first served behind a deployment, and whether a model version ever did. Index: edge_upstream. */
export async function selectService(
  db: Queryable,
  deploymentId: string,
  modelVersionId: string | null,
): Promise<{ firstAt: Date | null; served: boolean }> {
  const [row] = await db.query<{ firstAt: Date | null; served: boolean }>(SERVICE, [deploymentId, modelVersionId]);
  return row ?? { firstAt: null, served: false };
}

const HISTORY = statement('binding_history', `${WHOLE} order by e.valid_from desc, ${ORDER}`);

/** Everything that ever served behind deployments, what began last first. Index: edge_upstream. */
export function selectBindingHistory(db: Queryable, deploymentIds: readonly string[]): Promise<BindingRow[]> {
  return db.query<BindingRow>(HISTORY, [deploymentIds]);
}
