import type { Queryable } from '../../platform/database/queryable.js';
import { canLockRows } from '../../platform/database/transaction.js';
import { badInput, conflict } from '../../platform/errors.js';
import { inQuotes } from '../../platform/text/in-quotes.js';
import type { KindRegistry } from '../nodes/kinds/kind-registry.js';
import type { NodeKind } from '../nodes/kinds/node-kind.js';
import { holdNodes } from '../nodes/lifecycle/lifecycle.sql.js';
import { explainMalformed } from './explain-malformed.js';
import { explainMissing } from './explain-missing.js';
import { findByAlias } from './find-by-alias.js';
import { type NamedReference, type ParsedReference, parseReference } from './parse-reference.js';
import { type Candidate, selectById, selectByLabel } from './references.sql.js';

/** What a reference turned out to mean. */
export interface ResolvedRef {
  readonly id: string;
  readonly kind: NodeKind;
  readonly label: string | null;
  /** False where the reference names what this is a version of: it may mean another one tomorrow. */
  readonly pinned: boolean;
}

interface Question {
  readonly project: string;
  readonly refs: readonly string[];
  readonly wanted: readonly NodeKind[];
  readonly includeDeleted: boolean;
}

const ROUNDS = 3;

/** Turns what people write into nodes. One statement for all labels, one for all ids, one per kind with aliases. */
export class References {
  constructor(private readonly kinds: KindRegistry) {}

  /**
   * One node per reference, in order. Only nodes of the `wanted` kinds count; a reference to a parent means its current
   * version (else the newest) where only the version is wanted. Deleted nodes are found by id when `includeDeleted`. Within a transaction that writes
   * what was found is not deleted before the transaction ends.
   * Throws BAD_USER_INPUT for a malformed or ambiguous reference, NOT_FOUND for one that names nothing, or a deleted node.
   */
  async resolveAll(
    db: Queryable,
    project: string,
    refs: readonly string[],
    wanted: readonly NodeKind[] = this.kinds.names,
    options: { includeDeleted?: boolean } = {},
  ): Promise<ResolvedRef[]> {
    const question = { project, refs, wanted, includeDeleted: options.includeDeleted === true };
    for (let round = 0; round < ROUNDS; round++) {
      const resolved = await this.resolveEach(db, question);
      if (!canLockRows(db) || question.includeDeleted) return resolved;
      const ids = [...new Set(resolved.map(({ id }) => id))];
      const held = await holdNodes(db, ids);
      // What was deleted between the two statements is named again, and found deleted or replaced.
      if (held.size === ids.length) return resolved;
    }
    throw conflict(`Others are deleting ${refs.map(inQuotes).join(', ')} right now; try again.`);
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

  /** Like resolve, but null for an unknown reference: what a query for one thing by key answers. Deleted nodes are found by id. */
  async find(db: Queryable, project: string, ref: string, wanted: readonly NodeKind[]): Promise<ResolvedRef | null> {
    const question = { project, refs: [ref], wanted, includeDeleted: true };
    const parsed = await this.parse(db, question, ref);
    const candidates = await this.findCandidates(db, project, [parsed]);
    return choose(parsed, candidates.get(keyOf(parsed)) ?? [], question) ?? null;
  }

  private async resolveEach(db: Queryable, question: Question): Promise<ResolvedRef[]> {
    const { project, wanted } = question;
    const parsed = new Map<string, ParsedReference>();
    for (const ref of question.refs) if (!parsed.has(ref)) parsed.set(ref, await this.parse(db, question, ref));
    const found = await this.findCandidates(db, project, [...parsed.values()]);
    const resolved: ResolvedRef[] = [];
    for (const ref of question.refs) {
      const reference = parsed.get(ref) ?? parseReference(ref, this.kinds);
      const candidates = found.get(keyOf(reference)) ?? [];
      const chosen = choose(reference, candidates, question);
      if (chosen === undefined) throw await explainMissing(db, this.kinds, { project, reference, wanted, candidates });
      resolved.push(chosen);
    }
    return resolved;
  }

  private async parse(db: Queryable, { project, wanted }: Question, ref: string): Promise<ParsedReference> {
    const parsed = parseReference(ref, this.kinds);
    if (parsed.form !== 'malformed') return parsed;
    throw await explainMalformed(db, this.kinds, { project, wanted, text: ref, problem: parsed.problem });
  }

  private async findCandidates(
    db: Queryable,
    project: string,
    references: readonly ParsedReference[],
  ): Promise<Map<string, Candidate[]>> {
    const found = new Map<string, Candidate[]>();
    const add = (candidate: Candidate) => found.set(candidate.ref, [...(found.get(candidate.ref) ?? []), candidate]);
    // Two that were written differently may be the same.
    const named = new Map<string, NamedReference>();
    for (const reference of references) if (reference.form === 'name') named.set(reference.label, reference);
    if (named.size > 0) {
      for (const candidate of await selectByLabel(db, project, [...named.keys()])) add(candidate);
      for (const candidate of await findByAlias(db, this.kinds, project, [...named.values()])) add(candidate);
    }
    const ids = references.flatMap((reference) => (reference.form === 'id' ? [reference] : []));
    if (ids.length > 0) {
      const rows = await selectById(
        db,
        project,
        ids.map(({ id }) => id),
      );
      for (const row of rows) add({ ...row, ref: keyOfId(row.ref) });
    }
    return found;
  }
}

/** Under which its candidates are found. */
function keyOf(reference: ParsedReference): string {
  if (reference.form === 'id') return keyOfId(reference.id);
  return reference.form === 'name' ? reference.label : reference.text;
}

/** No label has a space outside of quotes. */
function keyOfId(id: string): string {
  return `id ${id}`;
}

/** A deleted node has lost its name to whoever wants it, so only its id means it. */
function choose(
  reference: ParsedReference,
  candidates: readonly Candidate[],
  { wanted, includeDeleted }: Question,
): ResolvedRef | undefined {
  const fitting = candidates.filter(
    ({ kind, deleted }) => wanted.includes(kind) && (!deleted || (includeDeleted && reference.form === 'id')),
  );
  const exact = fitting.filter((candidate) => candidate.exact);
  const chosen = exact.length > 0 ? exact : fitting;
  if (chosen.length > 1) {
    const kinds = chosen.map((candidate) => candidate.kind).join(' and ');
    throw badInput(`${inQuotes(reference.text)} is ambiguous: it names a ${kinds}. Use the id of the one you mean.`, {
      found: reference.text,
    });
  }
  const [only] = chosen;
  return only === undefined ? undefined : { id: only.id, kind: only.kind, label: only.label, pinned: only.exact };
}
