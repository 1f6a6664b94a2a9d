import type { Holdings } from '../../graph/nodes/quotas.js';

/** PostgreSQL tells of rows that were written within so many milliseconds. */
const TOLD_MS = 15_000;

const KINDS = ['nodes', 'rows', 'bytes'] as const;

/**
 * What a project holds, as far as this process knows: what was measured, and what it has stored since. A measurement may not know of the latest rows
 * yet, so one that is lower counts only when nothing was stored for a while.
 */
export class ProjectUsage {
  private known: Holdings = { nodes: 0, rows: 0, bytes: 0 };
  private changed = Number.NEGATIVE_INFINITY;
  /** When it was measured, of the clock; undefined: not yet. */
  measuredAt: Date | undefined;
  /** Whether something was stored since, or may have been by another process. */
  isStale = true;

  get holdings(): Holdings {
    return this.known;
  }

  add(more: Partial<Holdings>, now: number): void {
    const { nodes, rows, bytes } = this.known;
    this.known = {
      nodes: nodes + (more.nodes ?? 0),
      rows: rows + (more.rows ?? 0),
      bytes: bytes + (more.bytes ?? 0),
    };
    this.changed = now;
    this.isStale = true;
  }

  measured(found: Holdings, now: number, at: Date): void {
    const isSettled = now - this.changed > TOLD_MS;
    const { known } = this;
    const latest = (what: (typeof KINDS)[number]) => (isSettled ? found[what] : Math.max(found[what], known[what]));
    this.known = { nodes: latest('nodes'), rows: latest('rows'), bytes: found.bytes };
    this.measuredAt = at;
    // Until then the next measurement may know more.
    this.isStale = !isSettled;
  }
}
