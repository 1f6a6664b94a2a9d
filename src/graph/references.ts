import type { Queryable } from '../platform/database/queryable.js';
import { badInput, notFound } from '../platform/errors.js';
import type { KindRegistry } from './kind-registry.js';
import { fromPublicId } from './node-id.js';
import { NodeKind } from './node-kind.js';
import { type Candidate, selectById, selectByLabel } from './references.sql.js';

/** What a reference turned out to mean. */
export interface ResolvedRef {
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string | null;
  /** False where the reference names what this is a version of: it may mean another one tomorrow. */
  readonly pinned: boolean;
}

const NATURAL = /^[a-z][a-z0-9_.-]*(@[a-z0-9][a-z0-9_.-]*|\/[a-z][a-z0-9_.-]*)?$/;

/** Turns what people write into nodes. One statement for all labels, one for all ids, one per kind with aliases. */
export class References {
  constructor(private readonly kinds: KindRegistry) {}

  /**
   * One node per reference, in order. Only nodes of the `wanted` kinds count; a reference to a parent means its
   * current version (else the newest) where only the version is wanted. Deleted nodes are found by id when `includeDeleted`.
   * Throws BAD_USER_INPUT for a malformed or ambiguous reference, NOT_FOUND for an unknown one.
   */
  async resolveAll(
    db: Queryable,
    project: string,
    refs: readonly string[],
    wanted: readonly NodeKind[] = Object.values(NodeKind),
    options: { includeDeleted?: boolean } = {},
  ): Promise<ResolvedRef[]> {
    const candidates = await this.findCandidates(db, project, refs);
    return refs.map((ref) => choose(ref, candidates.get(ref) ?? [], wanted, project, options.includeDeleted === true));
  }

  async resolve(
    db: Queryable,
    project: string,
    ref: string,
    wanted?: readonly NodeKind[],
    options?: { includeDeleted?: boolean },
  ): Promise<ResolvedRef> {
    const [resolved] = await this.resolveAll(db, project, [ref], wanted, options);
    if (resolved === undefined) throw new Error('unreachable: one reference gives one node');
    return resolved;
  }

  /** Like resolve, but null for an unknown reference: what a query for one thing by key answers. */
  async find(db: Queryable, project: string, ref: string, wanted: readonly NodeKind[]): Promise<ResolvedRef | null> {
    try {
      return await this.resolve(db, project, ref, wanted, { includeDeleted: true });
    } catch (error) {
      if ((error as { code?: unknown }).code === 'NOT_FOUND') return null;
      throw error;
    }
  }

  private async findCandidates(
    db: Queryable,
    project: string,
    refs: readonly string[],
  ): Promise<Map<string, Candidate[]>> {
    const idOf = new Map<string, string>();
    const labels: string[] = [];
    for (const ref of new Set(refs)) {
      const parsed = fromPublicId(ref);
      if (parsed !== undefined) idOf.set(ref, parsed.id);
      else if (NATURAL.test(ref)) labels.push(ref);
      else throw malformed(ref);
    }
    const found = new Map<string, Candidate[]>();
    const add = (candidate: Candidate) => found.set(candidate.ref, [...(found.get(candidate.ref) ?? []), candidate]);
    if (labels.length > 0) {
      for (const candidate of await selectByLabel(db, project, labels)) add(candidate);
      for (const candidate of await this.findByAlias(db, project, labels)) add(candidate);
    }
    if (idOf.size > 0) {
      const rows = await selectById(db, project, [...idOf.values()]);
      for (const [ref, id] of idOf)
        found.set(
          ref,
          rows.filter((row) => row.ref === id).map((row) => ({ ...row, ref })),
        );
    }
    return found;
  }

  private async findByAlias(db: Queryable, project: string, labels: readonly string[]): Promise<Candidate[]> {
    const aliased = labels.filter((label) => /@[a-z]/.test(label));
    if (aliased.length === 0) return [];
    const perKind = this.kinds.all.map(async ({ kind, findByAlias }) => {
      const ids = (await findByAlias?.(db, project, aliased)) ?? new Map<string, string>();
      return [...ids].map(([ref, id]): Candidate => ({ ref, id, kind, label: ref, exact: true, deleted: false }));
    });
    return (await Promise.all(perKind)).flat();
  }
}

function choose(
  ref: string,
  candidates: readonly Candidate[],
  wanted: readonly NodeKind[],
  project: string,
  includeDeleted: boolean,
): ResolvedRef {
  const fitting = candidates.filter(
    (candidate) => wanted.includes(candidate.kind) && (includeDeleted || !candidate.deleted),
  );
  const exact = fitting.filter((candidate) => candidate.exact);
  const chosen = exact.length > 0 ? exact : fitting;
  if (chosen.length > 1) {
    const kinds = chosen.map((candidate) => candidate.kind).join(' and ');
    throw badInput(`"${ref}" is ambiguous: it names a ${kinds}. Use the id of the one you mean.`, { found: ref });
  }
  const [only] = chosen;
  if (only !== undefined) return { id: only.id, kind: only.kind, label: only.label, pinned: only.exact };
  const other = candidates[0];
  const hint =
    other === undefined
      ? ''
      : other.deleted
        ? ' What has this id was deleted.'
        : ` There is ${/^[AEIOU]/.test(other.kind) ? 'an' : 'a'} ${other.kind} of that name, which doesn't fit here.`;
  const kinds = wanted.length === Object.keys(NodeKind).length ? 'node of any kind' : wanted.join(' or ');
  throw notFound(`No ${kinds} "${ref}" in project "${project}".${hint}`, { found: ref, expected: wanted });
}

function malformed(ref: string): Error {
  return badInput(
    `"${ref}" is not a reference. Write an id, or a name such as "flights", "flights@3", "flight_delay@champion" or "production/flight-delay".`,
    { found: ref },
  );
}
