import {
  createSourceEventStream,
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
  parse,
  validate,
} from 'graphql';
import { badInput, HeadwaterError } from '../../errors.js';
import { nextWhile } from '../../http/streams/next-while.js';
import { checkTexts } from '../../text/check-text.js';
import type { TrustedDocuments } from '../documents/trusted-documents.js';
import { requestError } from '../error-format.js';
import { fragmentsOf } from '../limits/complexity.js';
import { documentLimits } from '../limits/document-limits.js';
import { checkDocumentText } from '../limits/document-text.js';
import type { SelectionLimits } from '../limits/measure-document.js';
import { costOf } from '../limits/query-cost.js';
import { placeWritten, type WritingContext } from '../lists/written-fields.js';
import { stringifyWithRawJson } from '../scalars/raw-json.js';
import { checkVariables } from '../variables/variable-limits.js';

/** A subscription as it was asked for; nothing of it is believed. */
export interface Subscription {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

export interface SubscriberOptions {
  readonly schema: GraphQLSchema;
  readonly limits: SelectionLimits & { readonly tokens: number; readonly complexity: number };
  readonly trusted: TrustedDocuments;
  readonly format: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
}

/** What the resolvers of one event share. */
export interface SubscriptionContext extends WritingContext {
  /** Aborts when nobody listens any more. */
  ended: AbortSignal | undefined;
  readonly user: string;
}

/** Makes the context of one event, or of the beginning. Throws for whoever may not ask, or not any more. */
export type LendContext<Context> = () => Promise<{ readonly context: Context; readonly release: () => void }>;

/** Begins subscriptions, under the limits of every other document. */
export class Subscriber<Context extends SubscriptionContext> {
  constructor(private readonly options: SubscriberOptions) {}

  /**
   * The results of a subscription as JSON, one for each event. Each has a context of its own, so whoever may not listen any more is told so, and
   * nothing that one event has loaded is shown with the next. What goes wrong ends it, and is its last result.
   */
  async *results(asked: Subscription, lend: LendContext<Context>, signal: AbortSignal): AsyncGenerator<string, void> {
    const { schema } = this.options;
    const ask = async () => (await lend()).release();
    let events: AsyncIterator<unknown> | undefined;
    try {
      const args = { schema, ...this.read(asked) };
      const beginning = await lend();
      beginning.context.ended = signal;
      const stream = await createSourceEventStream({ ...args, contextValue: beginning.context }).finally(
        beginning.release,
      );
      if (!(Symbol.asyncIterator in stream)) {
        yield textOf({ errors: this.formatted(stream.errors ?? []) });
        return;
      }
      events = stream[Symbol.asyncIterator]();
      while (!signal.aborted) {
        const { done, value } = await nextWhile(events, ask, signal);
        if (done === true) return;
        const { context, release } = await lend();
        const executed = Promise.resolve(execute({ ...args, rootValue: value, contextValue: context }));
        const { data, errors } = await executed.finally(release);
        placeWritten(context, data);
        yield textOf({ data, ...(errors !== undefined && { errors: this.formatted(errors) }) });
      }
    } catch (error) {
      if (!signal.aborted) yield textOf({ errors: this.formatted([error]) });
    } finally {
      // It may wait for an event that never comes.
      void events?.return?.();
    }
  }

  private read(asked: Subscription): {
    readonly document: DocumentNode;
    readonly variableValues: Record<string, unknown>;
    readonly operationName: string | undefined;
  } {
    const { schema, limits, trusted } = this.options;
    const { query, variables, operationName } = trusted.resolve(asked) as Subscription;
    if (typeof query !== 'string') throw badInput('query is missing: the text of a subscription.', { field: 'query' });
    if (variables != null && (typeof variables !== 'object' || Array.isArray(variables)))
      throw badInput('variables is no JSON object.', { field: 'variables' });
    if (operationName != null && typeof operationName !== 'string')
      throw badInput('operationName is no text.', { field: 'operationName' });
    checkDocumentText(query);
    const variableValues: Record<string, unknown> = { ...variables };
    checkTexts('variables', variableValues, 'variables');
    const document = parse(query, { maxTokens: limits.tokens });
    const measured = validate(schema, document, [documentLimits(limits)]);
    const errors = measured.length > 0 ? measured : validate(schema, document);
    if (errors[0] !== undefined) throw new InvalidDocument(errors);
    const operation = getOperationAST(document, operationName);
    if (operation == null)
      throw badInput('operationName names no operation of the document.', { field: 'operationName' });
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION)
      throw badInput(`Only subscriptions are answered here; a ${operation.operation} goes to POST /graphql.`);
    checkVariables(schema, operation, variableValues);
    const { fields } = costOf({ schema, fragments: fragmentsOf(document), operation, variables: variableValues });
    if (fields > limits.complexity)
      throw new HeadwaterError(
        'TOO_COMPLEX',
        `Each event may have ${fields} fields; at most ${limits.complexity} are allowed. Ask for smaller pages or fewer fields.`,
        { found: fields, expected: limits.complexity },
      );
    return { document, variableValues, operationName: operationName ?? undefined };
  }

  private formatted(errors: readonly unknown[]): readonly GraphQLFormattedError[] {
    const all = errors.flatMap((error): readonly unknown[] =>
      error instanceof InvalidDocument ? error.errors : [error],
    );
    return all.map((error) => {
      const known = error instanceof GraphQLError ? error : requestError(error);
      const { http: _, ...extensions } = known.extensions;
      return this.options.format({ ...known.toJSON(), extensions }, known);
    });
  }
}

class InvalidDocument extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super('the document is not valid');
  }
}

function textOf(result: object): string {
  const json = stringifyWithRawJson(result);
  return typeof json === 'string' ? json : Buffer.concat(json).toString();
}
