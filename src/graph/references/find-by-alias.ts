import type { Queryable } from '../../platform/database/queryable.js';
import type { AliasedName, KindRegistry } from '../nodes/kinds/kind-registry.js';
import type { Candidate } from './references.sql.js';

/** What references such as `flight_delay@champion` mean. One statement per kind that has aliases. */
export async function findByAlias(
  db: Queryable,
  kinds: KindRegistry,
  project: string,
  references: readonly { readonly label: string; readonly base: string; readonly version: string | undefined }[],
): Promise<Candidate[]> {
  const aliased = references.flatMap(({ label, base, version }): AliasedName[] =>
    version !== undefined && /^[a-z]/.test(version) ? [{ label, parent: base, alias: version }] : [],
  );
  if (aliased.length === 0) return [];
  const found: Candidate[] = [];
  // A transaction has one connection, which takes one statement at a time.
  for (const { kind, findByAlias: find } of kinds.all) {
    for (const [ref, { id, deleted }] of (await find?.(db, project, aliased)) ?? [])
      found.push({ ref, id, kind, label: ref, exact: true, deleted });
  }
  return found;
}
