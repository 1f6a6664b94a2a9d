import type { NodeStore } from '../../graph/nodes/storage/node-store.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { failedPrecondition } from '../../platform/errors.js';
import { compareVersions } from '../definitions/changes/compare-versions.js';
import { loadComparedVersions } from '../definitions/changes/load-compared-versions.js';
import type { Definition } from '../definitions/references/feature-references.sql.js';
import { countUnpinnedUses } from '../lookups/online/plans/unpinned-uses.sql.js';
import { measureCoverage } from './version-rows.sql.js';

/** Throws FAILED_PRECONDITION if what reads the current version could not read the other: a feature is gone, or has another type. */
export async function requireSameShape(
  db: Queryable,
  nodes: NodeStore,
  current: Definition,
  next: Definition,
): Promise<void> {
  const [one, other] = await loadComparedVersions(db, nodes, [current.id, next.id]);
  if (one === undefined || other === undefined) throw new Error('a version has no definition');
  const { compatible, summary, removed, changed } = compareVersions(one, other);
  if (compatible) return;
  const retyped = changed.filter(({ changes }) => changes.some(({ field }) => field === 'type'));
  throw await refusal(db, current, next, summary, 'Publish a version that keeps them', {
    removed,
    retyped: retyped.map(({ name }) => name),
  });
}

/**
 * Throws FAILED_PRECONDITION if entities would come back NOT_FOUND or EXPIRED that the current version answers for. Exact once writers of
 * both are kept out.
 */
export async function requireSameEntities(db: Queryable, current: Definition, next: Definition): Promise<void> {
  const { served, missing, expired } = await measureCoverage(db, current, next);
  if (missing + expired === 0) return;
  const of = (count: number) =>
    count === served ? `all ${amount(served)}` : `${amount(count)} of the ${amount(served)}`;
  const [reasons, waysOut]: [string[], string[]] = [[], []];
  if (missing > 0) {
    reasons.push(
      `${of(missing)} entities that ${current.label} answers for have no row in ${next.label} and would come back NOT_FOUND.`,
    );
    waysOut.push(
      `Fill it first, for example with backfillFeatureSetVersion(input: {featureSet: "${next.label}", from: "${current.label}", activate: true})`,
    );
  }
  if (expired > 0) {
    reasons.push(
      `${of(expired)} entities that ${current.label} answers for have a row in ${next.label} that has expired there and would come back EXPIRED.`,
    );
    waysOut.push(`Write newer rows, or publish it with more than ttlSeconds: ${next.ttlSeconds}`);
  }
  throw await refusal(db, current, next, reasons.join(' '), waysOut.join('; '), { served, missing, expired });
}

async function refusal(
  db: Queryable,
  current: Definition,
  next: Definition,
  why: string,
  wayOut: string,
  details: object,
): Promise<Error> {
  const { count: lookups } = await countUnpinnedUses(db, 'LOOKUP', current.featureSetId);
  const { count: writes } = await countUnpinnedUses(db, 'WRITE', current.featureSetId);
  return failedPrecondition(
    `${next.label} can't take the place of ${current.label}, which is current: ${why} ${amount(lookups)} lookups and ${amount(writes)} writes of the last week named no version, and would be moved. ${wayOut}; or say why it is done all the same with override: {reason: "…"}; it takes the right guard:override. Readers that pin a version, such as models, feature services and deployments, are not affected.`,
    { featureSetVersion: next.label, current: current.label, movedLookups: lookups, movedWrites: writes, ...details },
  );
}

const amount = (count: number) => count.toLocaleString('en');
