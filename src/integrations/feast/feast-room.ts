import type { FastifyRequest } from 'fastify';
import type { CallerOf } from '../../access/caller-of-request.js';
import type { WriteTargets } from '../../features/ingest/write-target.js';
import type { LookupSource } from '../../features/lookups/lookup-source.js';
import type { Lookups } from '../../features/lookups/online/lookups.js';
import type { LookupPlanner } from '../../features/lookups/online/plans/lookup-planner.js';
import type { OnGraph } from '../../graph/graph.js';
import type { AnswerBudget } from '../../platform/memory/answer-budget.js';

/** What answering Feast's clients takes. */
export interface FeastRoom extends OnGraph {
  readonly caller: CallerOf;
  readonly lookups: Lookups;
  readonly planner: LookupPlanner;
  /** What a feature service of Feast may name here, in the order in which it is looked for. */
  readonly services: readonly LookupSource[];
  readonly writeTargets: WriteTargets;
  readonly newBudget: (request: FastifyRequest) => AnswerBudget;
  readonly settings: { readonly requestTimeoutMs: number; readonly bodyLimitBytes: number };
}
