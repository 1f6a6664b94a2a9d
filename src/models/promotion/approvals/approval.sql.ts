import { personOf } from '../../../access/rights/same-person.js';
import { type Queryable, statement } from '../../../platform/database/queryable.js';
import type { Target } from '../target.js';
import type { Approval } from './approval.js';
import { authorAmong } from './author-among.js';

const COLUMNS = `a.model_version_id as "modelVersionId", a.policy_id as "policyId", a.target_kind as "targetKind", a.target as "to", a.decision, a.roles,
     a.acknowledges_signature as "acknowledgesSignature", a.approved_by as by, a.vouched_by as "vouchedBy", a.approved_at as at, a.reason`;

const OF_VERSIONS = statement(
  'approvals_of_versions',
  `select ${COLUMNS} from promotion_approval a
   where a.model_version_id = any($1) and ($2::timestamptz is null or a.approved_at <= $2) order by a.id`,
);

/** Everything that was said of versions until a time; null: until now. Index: promotion_approval_version. */
export function selectApprovals(
  db: Queryable,
  versionIds: readonly string[],
  asOf: string | null = null,
): Promise<Approval[]> {
  return db.query<Approval>(OF_VERSIONS, [versionIds, asOf]);
}

/** Of what was said in this order: the last word of each person, under one policy. */
export function standing(approvals: readonly Approval[], policyId: string): readonly Approval[] {
  const last = new Map(approvals.filter((each) => each.policyId === policyId).map((each) => [personOf(each.by), each]));
  return [...last.values()];
}

/** Whether somebody who may approve, and didn't make it, has said that the signature may differ. Index: promotion_approval_version. */
export async function isAcknowledged(db: Queryable, versionId: string, policyId: string): Promise<boolean> {
  const authors = await selectAuthors(db, versionId);
  const said = standing(await selectApprovals(db, [versionId]), policyId);
  return said.some(
    ({ decision, acknowledgesSignature, by, vouchedBy }) =>
      decision === 'APPROVED' && acknowledgesSignature && authorAmong([by, ...vouchedBy], authors) === undefined,
  );
}

const KEEP = statement(
  'keep_approval',
  `insert into promotion_approval as a
     (model_version_id, target_kind, target, policy_id, decision, roles, acknowledges_signature, approved_by, reason, vouched_by, approved_at)
   select $1::uuid, $2, $3, $4, $5, $6, $7, $8, $9, $10, greatest(date_trunc('milliseconds', clock_timestamp()),
     (select max(approved_at) from promotion_approval where model_version_id = $1::uuid) + interval '1 millisecond')
   returning ${COLUMNS}`,
);

export type NewApproval = Omit<Approval, 'at' | 'targetKind' | 'to'>;

/** Keeps what somebody said. The model must be locked. Index: promotion_approval_version. */
export async function keepApproval(
  db: Queryable,
  { kind, name }: Pick<Target, 'kind' | 'name'>,
  said: NewApproval,
): Promise<Approval> {
  const { modelVersionId, policyId, decision, roles, acknowledgesSignature, by, reason, vouchedBy } = said;
  const values = [modelVersionId, kind, name, policyId, decision, roles, acknowledgesSignature, by, reason, vouchedBy];
  const [row] = await db.query<Approval>(KEEP, values);
  if (row === undefined) throw new Error('an approval was not kept');
  return row;
}

const AUTHORS = statement(
  'authors_of_version',
  `select n.created_by as by from node n where n.id = $1
   union
   select r.created_by from edge e join node r on r.id = e.src
   where e.dst = $1 and e.kind = 'OUTPUT' and e.valid_to is null and e.retired_at is null`,
);

/** Who registered a version, and who began the runs that made it. Index: edge_upstream. */
export async function selectAuthors(db: Queryable, versionId: string): Promise<readonly string[]> {
  return (await db.query<{ by: string }>(AUTHORS, [versionId])).map(({ by }) => by);
}
