import { decodeCursor, type PageRequest } from '../../../platform/database/keyset.js';
import { type Queryable, statement } from '../../../platform/database/queryable.js';
import { make } from '../../../platform/make.js';
import type { TargetKind } from '../target.js';
import { GateEvaluation, type GateVerdict, type RuleResult } from './gate.js';

export interface NewEvaluation {
  readonly id: string;
  readonly modelVersionId: string;
  readonly targetKind: TargetKind;
  readonly to: string;
  readonly policyId: string | null;
  readonly championId: string | null;
  readonly verdict: GateVerdict;
  readonly rules: readonly RuleResult[];
  readonly digest: string;
  readonly by: string;
}

interface EvaluationRow extends Omit<NewEvaluation, 'by' | 'digest'> {
  readonly evaluatedAt: Date;
  readonly evaluatedBy: string;
}

const COLUMNS = `g.id, g.model_version_id as "modelVersionId", g.target_kind as "targetKind", g.target as "to", g.policy_id as "policyId",
     g.champion_id as "championId", g.verdict, g.results as rules, g.evaluated_at as "evaluatedAt", g.evaluated_by as "evaluatedBy"`;

const LATEST = statement(
  'latest_gate_evaluation',
  `select ${COLUMNS}, g.digest from gate_evaluation g
   where g.model_version_id = $1 and g.target_kind = $2 and g.target = $3
   order by g.evaluated_at desc, g.id desc limit 1`,
);
const KEEP = statement(
  'keep_gate_evaluation',
  `insert into gate_evaluation as g
     (id, model_version_id, target_kind, target, policy_id, champion_id, verdict, results, digest, evaluated_by, follows, evaluated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
     greatest(date_trunc('milliseconds', clock_timestamp()), (select evaluated_at from gate_evaluation where id = $11) + interval '1 millisecond'))
   on conflict (model_version_id, target_kind, target, coalesce(follows, '00000000-0000-0000-0000-000000000000')) do nothing
   returning ${COLUMNS}`,
);

/** Keeps what a gate has found, unless that is what it found last. Indexes: gate_evaluation_target, gate_evaluation_follows. */
export async function keepEvaluation(
  db: Queryable,
  found: NewEvaluation,
): Promise<{ evaluation: GateEvaluation; isNew: boolean }> {
  const { id, modelVersionId, targetKind, to, policyId, championId, verdict, rules, digest, by } = found;
  const values = [id, modelVersionId, targetKind, to, policyId, championId, verdict, JSON.stringify(rules), digest, by];
  // Whoever loses a race against another one finds in the next round what that one has kept.
  for (;;) {
    const [last] = await db.query<EvaluationRow & { digest: string }>(LATEST, [modelVersionId, targetKind, to]);
    if (last?.digest === digest) return { evaluation: evaluationOf(last), isNew: false };
    const [kept] = await db.query<EvaluationRow>(KEEP, [...values, last?.id ?? null]);
    if (kept !== undefined) return { evaluation: evaluationOf(kept), isNew: true };
  }
}

function evaluationOf({ digest: _, ...row }: EvaluationRow & { digest?: string }): GateEvaluation {
  return make(GateEvaluation, row);
}

const OF_VERSIONS = statement(
  'gate_evaluations_of_versions',
  `select g.* from unnest($1::uuid[]) as w (id)
   cross join lateral (
     select ${COLUMNS}, g.evaluated_at::text as time from gate_evaluation g
     where g.model_version_id = w.id and ($2::timestamptz is null or (g.evaluated_at, g.id) < ($2::timestamptz, $3::uuid))
     order by g.evaluated_at desc, g.id desc
     limit $4
   ) g`,
);

export interface ListedEvaluation {
  /** PostgreSQL's own text. */
  readonly time: string;
  readonly evaluation: GateEvaluation;
}

/** What gates have found of versions, last first, one more than the page holds. Index: gate_evaluation_version. */
export async function selectEvaluations(
  db: Queryable,
  versionIds: readonly string[],
  page: PageRequest,
): Promise<ListedEvaluation[]> {
  const [time, id] = page.after === undefined ? [null, null] : decodeCursor(page.after, ['time', 'uuid']);
  const rows = await db.query<EvaluationRow & { time: string }>(OF_VERSIONS, [versionIds, time, id, page.first + 1]);
  return rows.map(({ time: at, ...row }) => ({ time: at, evaluation: make(GateEvaluation, row) }));
}

const LAST = statement(
  'last_gate_evaluations_of_version',
  `select distinct on (g.target_kind, g.target) ${COLUMNS} from gate_evaluation g
   where g.model_version_id = $1
   order by g.target_kind, g.target, g.evaluated_at desc, g.id desc
   limit 100`,
);

/** The last that each gate has found of a version. Index: gate_evaluation_version. */
export async function selectLastEvaluations(db: Queryable, versionId: string): Promise<GateEvaluation[]> {
  return (await db.query<EvaluationRow>(LAST, [versionId])).map((row) => make(GateEvaluation, row));
}
