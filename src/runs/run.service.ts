import type { Graph } from '../graph/graph.module.js';
import type { Caller } from '../graph/nodes/caller.js';
import type { Database } from '../platform/database/database.js';
import type { Transaction } from '../platform/database/transaction.js';
import { finishRun } from './finish-run.js';
import type { FinishRunInput, LogRunInput, StartRunInput } from './graphql/run.input.js';
import { logRun } from './log-run.js';
import { Run } from './record/run.entity.js';
import { RUN } from './record/run-kinds.js';
import { startRun } from './start-run.js';

/** The use cases, each in a transaction of its own: it happens whole, or not at all. */
export class RunService {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {}

  start(caller: Caller, input: StartRunInput): Promise<{ run: Run; created: boolean }> {
    return this.inTransaction(async (tx) => {
      const { id, created } = await startRun(tx, this.graph, caller, input);
      return { run: await this.read(tx, id), created };
    });
  }

  log(caller: Caller, input: LogRunInput): Promise<Run> {
    return this.inTransaction(async (tx) => {
      const id = await this.resolve(tx, caller, input.run);
      await logRun(tx, this.graph, caller, id, input);
      return this.read(tx, id);
    });
  }

  finish(caller: Caller, input: FinishRunInput): Promise<Run> {
    return this.inTransaction(async (tx) => {
      const id = await this.resolve(tx, caller, input.run);
      await finishRun(tx, id, input);
      return this.read(tx, id);
    });
  }

  /** Quiet: no lookup depends on runs, so logging metrics leaves the caches of lookups alone. */
  private inTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.database.quietTransaction(work);
  }

  private async resolve(tx: Transaction, caller: Caller, ref: string): Promise<string> {
    return (await this.graph.references.resolve(tx, caller.project, ref, [RUN])).id;
  }

  private read(tx: Transaction, id: string): Promise<Run> {
    return this.graph.nodes.within(tx.manager).get(Run, id);
  }
}
