import type { GraphQLSchema } from 'graphql';
import pLimit, { type LimitFunction } from 'p-limit';

/** Fields of a query that one request has answered at once. */
const QUESTIONS = 3;
/** Batches of one request that are loaded at once. */
const BATCHES = 3;

/**
 * What one request asks of the database at once, so that its aliases don't take every connection from others. Questions may wait for batches, and
 * batches wait for nothing, so neither waits for ever.
 */
export class FewAtOnce {
  readonly questions: LimitFunction = pLimit(QUESTIONS);
  readonly batches: LimitFunction = pLimit(BATCHES);
}

/** What a request shares. */
export interface PatientContext {
  /** Throws once nobody waits for the answer. */
  requireWaiting(): void;
  readonly fewAtOnce: FewAtOnce;
}

/** Lets the root fields of a query wait for each other. Lookups don't: they have shares of their own, and every microsecond counts. */
export function askFewAtOnce(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
    const { resolve } = field;
    if (resolve === undefined || field.extensions.direct !== undefined) continue;
    field.resolve = (source, args, context: PatientContext, info) =>
      context.fewAtOnce.questions(() => {
        // Nobody waits for the answer any more.
        context.requireWaiting();
        return resolve(source, args, context, info);
      });
  }
}
