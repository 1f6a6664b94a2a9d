import { EdgeKind } from '../../graph/edges/edge-kind.js';
import { changeNotes } from '../../graph/nodes/changes/change-notes.js';
import { RegistryMoveKind } from '../../models/history/registry-move.js';
import { keepMoves, type NewMove } from '../../models/history/registry-move.sql.js';
import { statement } from '../../platform/database/queryable.js';
import type { Transaction } from '../../platform/database/transaction.js';
import type { LiveBinding } from './binding.sql.js';

const RECORD_CHANGE = statement(
  'record_deployment_change',
  `insert into deployment_change (deployment_id, changed_at, changed_by, reason, restores)
   select $1::uuid, greatest(
       date_trunc('milliseconds', clock_timestamp()),
       max(changed_at) + interval '1 millisecond',
       (select max(created_at) from node where id = $1::uuid or id = any($5::uuid[]))
     ), $2, $3, $4
   from deployment_change where deployment_id = $1::uuid
   returning changed_at as at`,
);

const END = statement(
  'end_bindings',
  'update edge set valid_to = $2 where id = any($1) returning src, attributes, valid_from as "validFrom"',
);

interface EndedBinding {
  readonly src: string;
  readonly attributes: Record<string, unknown>;
  readonly validFrom: Date;
}

const BEGIN = statement(
  'begin_bindings',
  `insert into edge (src, dst, kind, attributes, valid_from, recorded_at)
   select b.model_version_id, $1, 'BINDING', jsonb_build_object('trafficPercent', b.percent), $4, $4
   from unnest($2::uuid[], $3::int[]) as b (model_version_id, percent)`,
);

/** What becomes of what a deployment serves. */
export interface BindingsChange {
  readonly deploymentId: string;
  readonly by: string;
  readonly reason: string | null;
  /** The earlier change whose split this brings back. */
  readonly restores?: Date;
  readonly ended: readonly LiveBinding[];
  readonly begun: readonly { readonly modelVersionId: string; readonly trafficPercent: number }[];
}

/**
 * Ends and begins bindings of one deployment at one time: after every earlier change, so that each split is seen by some
 * asOf, and not before what serves was registered, wherever the clock is. The deployment must be locked. Indexes: primary keys.
 *
 * Unlike GraphWriter.connect it looks for no cycle. What a deployment served may well become training data of the next
 * model version that serves there; such a ring passes a logical node.
 */
export async function changeBindings(tx: Transaction, change: BindingsChange): Promise<void> {
  const { deploymentId, by, reason, ended, begun } = change;
  const versions = begun.map((binding) => binding.modelVersionId);
  const words = [by, reason, change.restores ?? null];
  const [recorded] = await tx.query<{ at: Date }>(RECORD_CHANGE, [deploymentId, ...words, versions]);
  if (recorded === undefined) throw new Error('the change of the deployment was not kept');
  const { at } = recorded;
  const notes = changeNotes(tx);
  const binding = { dst: deploymentId, kind: EdgeKind.BINDING, runId: null };
  const values = [ended.map(({ edgeId }) => edgeId), at];
  for (const { src, ...before } of await tx.query<EndedBinding>(END, values))
    notes.changedEdge({ ...binding, src, before, after: { ...before, validTo: at } });
  const shares = begun.map((binding) => binding.trafficPercent);
  await tx.query(BEGIN, [deploymentId, versions, shares, at]);
  for (const { modelVersionId: src, trafficPercent } of begun)
    notes.changedEdge({ ...binding, src, before: null, after: { attributes: { trafficPercent }, validFrom: at } });
  await keepMoves(tx, { at, by, reason }, movesOf(change));
}

/** What became of the share of each version. */
function movesOf({ deploymentId, ended, begun }: BindingsChange): NewMove[] {
  const before = new Map(ended.map(({ modelVersionId, trafficPercent }) => [modelVersionId, trafficPercent]));
  const after = new Map(begun.map(({ modelVersionId, trafficPercent }) => [modelVersionId, trafficPercent]));
  return [...new Set([...before.keys(), ...after.keys()])].map((toVersionId) => ({
    kind: RegistryMoveKind.BINDING,
    toVersionId,
    deploymentId,
    fromValue: before.get(toVersionId)?.toString() ?? null,
    toValue: after.get(toVersionId)?.toString() ?? null,
  }));
}
