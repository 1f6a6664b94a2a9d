import { isDeepStrictEqual } from 'node:util';
import type { MemoryKey, Transaction } from '../../../platform/database/transaction.js';
import type { Action } from '../action.js';
import type { Caller } from '../caller.js';
import type { ChangeDetails, ChangedEdge, ChangeLog, NewChange } from './record-change.js';

type Fields = Readonly<Record<string, unknown>>;

/** Who does what in a transaction, and where it is written down. */
interface Act {
  readonly log: ChangeLog;
  readonly caller: Caller;
  readonly action: Action;
  readonly reason: string | null;
}

/** So many live nodes are told of that were in danger. */
const MOST_TOLD = 1_000;

/** What a transaction has changed so far. It becomes one record, as its last statement; none if nothing differs in the end. */
export class ChangeNotes {
  private readonly things = new Map<string, { before: Fields | null; after: Fields | null }>();
  private readonly edges: ChangedEdge[] = [];
  private readonly nodes = new Set<string>();
  private readonly counts = new Map<string, number>();
  private readonly numbers = new Map<string, number>();
  private overridden: ChangeDetails['override'];
  private act: Act | undefined;
  private project: string | null | undefined;

  /** Says what is being done. Each transaction that changes anything names it once. */
  name(act: Act): void {
    if (this.act !== undefined) throw new Error(`${act.action} within ${this.act.action}: a transaction is one change`);
    this.act = act;
  }

  /** Puts the change into another project than its caller's, or into none. */
  inProject(project: string | null): void {
    this.project = project;
  }

  /** A node that was made, with what it has. */
  made(id: string, fields: Fields): void {
    this.nodes.add(id);
    this.things.set(id, { before: null, after: present(fields) });
  }

  /** Fields of a node that were something else before, or of one that this transaction has made. */
  changed(id: string, before: Fields, after: Fields): void {
    this.nodes.add(id);
    this.changedThing(id, before, after);
  }

  /** The same for what is no node: `project/rivers`. Null: it was not there, or isn't any more. */
  changedThing(name: string, before: Fields | null, after: Fields | null): void {
    const earlier = this.things.get(name);
    if (earlier === undefined) this.things.set(name, { before, after });
    else {
      this.things.set(name, {
        before: earlier.before === null || before === null ? null : { ...before, ...earlier.before },
        after:
          after === null
            ? null
            : earlier.before === null
              ? present({ ...earlier.after, ...after })
              : { ...earlier.after, ...after },
      });
    }
  }

  changedEdge(edge: ChangedEdge): void {
    this.nodes.add(edge.src).add(edge.dst);
    this.edges.push(edge);
  }

  /** Adds to how much there was of something that is too much to tell. */
  count(name: string, much: number): void {
    if (much !== 0) this.counts.set(name, (this.counts.get(name) ?? 0) + much);
  }

  /** The greatest number of what is too much to tell, and is told apart by numbers. */
  reached(name: string, number: number): void {
    this.numbers.set(name, Math.max(this.numbers.get(name) ?? 0, number));
  }

  /** A guard was overridden, though something live is in danger. */
  overrode(reason: string, live: readonly string[]): void {
    const told = live.slice(0, MOST_TOLD);
    this.overridden = { reason, live: told };
    this.about(...told);
  }

  /** Nodes that it is about beyond those that it changed. */
  about(...ids: readonly string[]): void {
    for (const id of ids) this.nodes.add(id);
  }

  async write(tx: Transaction): Promise<void> {
    const things = Object.fromEntries([...this.things].flatMap(([id, thing]) => differing(id, thing)));
    if (Object.keys(things).length === 0 && this.edges.length === 0 && this.counts.size === 0) return;
    if (this.act === undefined)
      throw new Error(`A transaction changed ${[...this.things.keys(), 'edges']} and names no action`);
    const { log, caller, action, reason } = this.act;
    const change: NewChange = {
      project: this.project === undefined ? caller.project : this.project,
      principal: caller.user,
      door: caller.door,
      requestId: caller.requestId,
      action,
      nodes: [...this.nodes],
      reason,
      details: {
        ...(Object.keys(things).length > 0 && { things }),
        ...(this.edges.length > 0 && { edges: this.edges }),
        ...(this.counts.size > 0 && { counts: Object.fromEntries(this.counts) }),
        ...(this.numbers.size > 0 && { reached: Object.fromEntries(this.numbers) }),
        ...(this.overridden && { override: this.overridden }),
      },
    };
    await log.add(tx, change);
  }
}

const NOTES: MemoryKey<ChangeNotes> = {
  blank(tx) {
    const notes = new ChangeNotes();
    tx.lastly(() => notes.write(tx));
    return notes;
  },
};

/** What a transaction has changed so far. */
export function changeNotes(tx: Transaction): ChangeNotes {
  return tx.recall(NOTES);
}

/** What was made has what is there; null says nothing. */
function present(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null));
}

/** The fields of a thing that differ, if any. */
function differing(id: string, { before, after }: { before: Fields | null; after: Fields | null }) {
  if (before === null && after === null) return [];
  if (before === null || after === null) return [[id, { before, after }] as const];
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !isDeepStrictEqual(before[name] ?? null, after[name] ?? null),
  );
  if (names.length === 0) return [];
  const pick = (fields: Fields) => Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
  return [[id, { before: pick(before), after: pick(after) }] as const];
}
