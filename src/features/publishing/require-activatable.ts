import type { NodeStore } from '../../graph/node-store.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { failedPrecondition } from '../../platform/errors.js';
import { compareVersions } from '../definitions/compare-versions.js';
import type { Definition } from '../definitions/feature-references.sql.js';
import { loadComparedVersions } from '../definitions/load-compared-versions.js';
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
  throw refusal(current, next, summary, 'Publish a version that keeps them', {
    removed,
    retyped: retyped.map(({ name }) => name),
  });
}

/**
 * Throws FAILED_PRECONDITION if entities would come back NOT_FOUND that the current version answers for, expired rows aside. Exact once
 * writers of both are kept out.
 */
export async function requireSameEntities(db: Queryable, current: Definition, next: Definition): Promise<void> {
  const { served, missing } = await measureCoverage(db, current, next);
  if (missing === 0) return;
  const which = missing === served ? `all ${amount(served)}` : `${amount(missing)} of the ${amount(served)}`;
  const why = `${which} entities that ${current.label} answers for have no row in ${next.label} and would come back NOT_FOUND.`;
  const wayOut = `Fill it first, for example with backfillFeatureSetVersion(input: {featureSet: "${next.label}", from: "${current.label}", activate: true})`;
  throw refusal(current, next, why, wayOut, { served, missing });
}

function refusal(current: Definition, next: Definition, why: string, wayOut: string, details: object): Error {
  return failedPrecondition(
    `${next.label} can't take the place of ${current.label}, which is current: ${why} ${wayOut}; or activate it with force and a reason. Readers that pin a version are not affected.`,
    { featureSetVersion: next.label, current: current.label, ...details },
  );
}

const amount = (count: number) => count.toLocaleString('en');
