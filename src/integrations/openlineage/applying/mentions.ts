import type { NodeKind } from '../../../graph/nodes/kinds/node-kind.js';
import { nodeName } from '../foreign-name.js';
import type { ForeignName, LineageEvent } from '../reading/lineage-event.js';

/** What an event names, as nodes to be. */
export interface Mention extends ForeignName {
  readonly kind: NodeKind;
  /** What the node is called here. */
  readonly nodeName: string;
}

/** The nodes that an event names, each once; asked for an OpenLineage name, they say which it is. */
export class Mentions {
  private readonly byKey = new Map<string, Mention>();

  constructor(
    private readonly project: string,
    private readonly kinds: { readonly job: NodeKind; readonly dataset: NodeKind },
    { job, run, datasets }: LineageEvent,
  ) {
    if (job !== undefined) this.add(kinds.job, job);
    if (run?.parent?.job !== undefined) this.add(kinds.job, run.parent.job);
    for (const dataset of datasets)
      for (const name of [dataset, ...dataset.otherNames, ...(dataset.columns ?? [])]) this.add(kinds.dataset, name);
  }

  get all(): readonly Mention[] {
    return [...this.byKey.values()];
  }

  keyOfJob(name: ForeignName): string {
    return this.keyOf(this.kinds.job, nodeName(this.project, name));
  }

  keyOfDataset(name: ForeignName): string {
    return this.keyOf(this.kinds.dataset, nodeName(this.project, name));
  }

  keyOfMention({ kind, nodeName }: Mention): string {
    return this.keyOf(kind, nodeName);
  }

  private add(kind: NodeKind, { namespace, name }: ForeignName): void {
    const known = nodeName(this.project, { namespace, name });
    const key = this.keyOf(kind, known);
    if (!this.byKey.has(key)) this.byKey.set(key, { kind, nodeName: known, namespace, name });
  }

  private keyOf(kind: NodeKind, name: string): string {
    return `${kind} ${name.normalize()}`;
  }
}
