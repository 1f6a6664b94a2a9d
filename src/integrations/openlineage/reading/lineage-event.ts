/** What OpenLineage calls something by; both texts as they were sent. */
export interface ForeignName {
  readonly namespace: string;
  readonly name: string;
}

/** Facets by name: the JSON text of each as it was sent; null for one that is taken back (`_deleted`). */
export type Facets = Readonly<Record<string, string | null>>;

/** How a run stands after an event, so that of two events it can be told which one decides, in whatever order they come. */
export interface RunState {
  readonly type: RunEventType;
  /** START < RUNNING < an end; of two ends the later one decides. */
  readonly rank: number;
}

export type RunEventType = 'START' | 'RUNNING' | 'COMPLETE' | 'ABORT' | 'FAIL' | 'OTHER';

/** Output column → columns of one source that it was made from. */
export interface ColumnsOfSource extends ForeignName {
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** Column → the one that it was made from → how: `DIRECT/AGGREGATION`, `INDIRECT/JOIN`; undefined where that is said of none. */
  readonly transformations: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> | undefined;
}

/** A dataset as an event mentions it. */
export interface MentionedDataset extends ForeignName {
  /** What it is to the run or job; OWN: the event is about the dataset itself. */
  readonly part: 'INPUT' | 'OUTPUT' | 'OWN';
  /** Of the dataset. */
  readonly facets: Facets;
  /** Of the dataset as this run read or wrote it. */
  readonly partFacets: Facets;
  /** Undefined: nothing is said of columns; empty: it has no sources. */
  readonly columns: readonly ColumnsOfSource[] | undefined;
  /** Other names of the same data. */
  readonly otherNames: readonly ForeignName[];
  /** Which version of it was read or written, as its store counts. */
  readonly version: string | undefined;
}

export interface MentionedRun {
  readonly id: string;
  readonly state: RunState;
  readonly facets: Facets;
  /** What was said when it failed. */
  readonly message: string | undefined;
  /** The run that it is a part of. */
  readonly parent: { readonly id: string; readonly job: ForeignName | undefined } | undefined;
}

/** One event, read. */
export interface LineageEvent {
  /** SHA-256 of the canonical JSON, in hexadecimal: the same event has the same. */
  readonly digest: string;
  /** All of it: its JSON in gzip. */
  readonly body: Uint8Array;
  /** When it says that it happened: RFC 3339 UTC. */
  readonly time: string;
  /** Undefined: a dataset is told of, or what a job reads and writes by design. */
  readonly run: MentionedRun | undefined;
  readonly job: (ForeignName & { readonly facets: Facets }) | undefined;
  readonly datasets: readonly MentionedDataset[];
}

/** An event, or why it can't be one. */
export type ReadEvent = { readonly event: LineageEvent } | { readonly problem: string };
