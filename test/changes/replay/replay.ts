import type { SealedChange } from '../../../src/changes/record/change-record.js';

type Fields = Record<string, unknown>;

interface Edge {
  readonly src: string;
  readonly dst: string;
  readonly kind: string;
  readonly runId: string | null;
  attributes: unknown;
  readonly validFrom: string;
  validTo: string | null;
}

/** What is known of a service from its changes alone. */
export class Replay {
  readonly things = new Map<string, Fields>();
  readonly edges: Edge[] = [];
  private readonly open = new Map<string, Edge>();

  /** Puts a change on top of those before it. Throws where what it says was there before was not. */
  apply({ details, position, action }: SealedChange): void {
    for (const [name, { before, after }] of Object.entries(details.things ?? {})) {
      const known = this.things.get(name);
      if ((before === null) !== (known === undefined)) throw new Error(`${position} ${action}: ${name} was ${known}`);
      for (const [field, value] of Object.entries(before ?? {}))
        if (!same(value, this.valueOf(known, field)))
          throw new Error(`${position} ${action}: ${name}.${field} was ${text(known?.[field])}, not ${text(value)}`);
      if (after === null) this.things.delete(name);
      else this.things.set(name, { ...known, ...after });
      if (before?.deletedAt != null && after?.deletedAt === null) this.unearth(name, before.deletedAt);
    }
    for (const edge of details.edges ?? []) this.applyEdge(edge as never, position);
    this.bury();
  }

  /** An alias ends with the version that it points to. */
  private valueOf(fields: Fields | undefined, field: string): unknown {
    const value = fields?.[field] ?? null;
    return field.startsWith('aliases.') && this.things.get(String(value))?.deletedAt != null ? null : value;
  }

  private applyEdge(
    { before, after, ...ends }: Omit<Edge, 'attributes'> & { before: Edge | null; after: Edge },
    position: number,
  ) {
    const key = `${ends.src} ${ends.dst} ${ends.kind}`;
    const known = this.open.get(key);
    if ((before === null) !== (known === undefined)) throw new Error(`${position}: the edge ${key} was ${text(known)}`);
    if (before !== null && !same(before.attributes, known?.attributes))
      throw new Error(`${position}: the edge ${key} had ${text(known?.attributes)}, not ${text(before.attributes)}`);
    const edge = known ?? { ...ends, attributes: {}, validFrom: after.validFrom, validTo: null };
    edge.attributes = after.attributes;
    edge.validTo = after.validTo ?? null;
    if (known === undefined) this.edges.push(edge);
    if (edge.validTo === null) this.open.set(key, edge);
    else this.open.delete(key);
  }

  /** What went with a node comes back with it. */
  private unearth(parentId: string, deletedAt: unknown): void {
    for (const [id, fields] of this.things)
      if (fields.parentId === parentId && same(fields.deletedAt, deletedAt))
        this.things.set(id, { ...fields, deletedAt: null, deletedBy: null, deleteReason: null });
  }

  /** Whatever belongs to a node goes with it. */
  private bury(): void {
    for (const [id, fields] of this.things) {
      const parent = this.things.get(String(fields.parentId));
      if (fields.deletedAt == null && parent?.deletedAt != null) {
        const { deletedAt, deletedBy, deleteReason } = parent;
        this.things.set(id, { ...fields, deletedAt, deletedBy, deleteReason });
        this.bury();
      }
    }
  }
}

export function replay(changes: readonly SealedChange[]): Replay {
  const state = new Replay();
  for (const change of changes) state.apply(change);
  return state;
}

function same(a: unknown, b: unknown): boolean {
  return text(a) === text(b);
}

/** JSON with its keys in order. */
export function text(value: unknown): string {
  return JSON.stringify(value ?? null, (_, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
