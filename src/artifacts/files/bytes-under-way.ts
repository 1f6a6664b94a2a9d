import type { Quotas } from '../../graph/nodes/quotas.js';

/** The room that an upload has taken of its project's, until its file is counted. */
export interface TakenRoom {
  /** Takes so many bytes in all. Throws RATE_LIMITED where the project would hold more than it may, with all that is under way. */
  take(bytes: number): void;
  giveBack(): void;
}

/** What uploads bring that are not counted yet: many at once together fit into what a project may hold. */
export class BytesUnderWay {
  private readonly taken = new Map<string, number>();

  constructor(private readonly quotas: Quotas) {}

  of(project: string): TakenRoom {
    let own = 0;
    const set = (bytes: number) => {
      const all = (this.taken.get(project) ?? 0) - own + bytes;
      own = bytes;
      if (all === 0) this.taken.delete(project);
      else this.taken.set(project, all);
      return all;
    };
    return {
      take: (bytes) => {
        if (bytes <= own) return;
        this.quotas.demand(project, { bytes: set(bytes) });
      },
      giveBack: () => void set(0),
    };
  }
}
