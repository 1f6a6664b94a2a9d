/** What a project holds, or may hold: nodes, feature rows in history, and bytes of feature rows, training sets, files and events of lineage. */
export interface Holdings {
  readonly nodes: number;
  readonly rows: number;
  readonly bytes: number;
}

/** How much projects may hold. Asked by whatever stores something; `projects/quotas` answers, from memory. */
export interface Quotas {
  /** Throws RATE_LIMITED where a project would hold more than it may with so much more. */
  demand(project: string, more: Partial<Holdings>): void;
  /** Counts what was stored. */
  add(project: string, more: Partial<Holdings>): void;
}
