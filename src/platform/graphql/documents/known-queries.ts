import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  execute,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { JsonText } from '../../memory/json-text.js';
import type { FixedCosts } from '../limits/complexity.js';
import { placeWritten, type WritingContext } from '../lists/written-fields.js';
import { stringifyWithRawJson } from '../scalars/raw-json.js';
import { checkVariables } from '../variables/variable-limits.js';

const KEPT = 1_000;
const KEPT_CHARACTERS = 4_000_000;

interface KnownQuery {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/**
 * Answers queries that Apollo has answered before, with graphql-js alone: their documents are valid and cost what they cost, whatever the variables, and
 * Apollo's pipeline takes a third of a lookup. Whatever isn't as plain as that, and whatever fails, is Apollo's: it says what is wrong.
 */
export class KnownQueries {
  private readonly known = new LRUCache<string, KnownQuery>({
    max: KEPT,
    maxSize: KEPT_CHARACTERS,
    sizeCalculation: (_query, text) => text.length + 1,
  });

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fixedCosts: FixedCosts,
  ) {}

  /** Remembers what was answered without an error. */
  learn<Context extends WritingContext>(): ApolloServerPlugin<Context> {
    const listener = {
      willSendResponse: async ({ source, document, operation, errors, request }: Answered) => {
        if (errors !== undefined || source === undefined || document === undefined || operation == null) return;
        if (operation.operation !== OperationTypeNode.QUERY || !this.fixedCosts.has(operation)) return;
        if (request.extensions !== undefined || source.length > KEPT_CHARACTERS / 100) return;
        const operations = document.definitions.filter((node) => node.kind === operation.kind);
        if (operations.length === 1) this.known.set(source, { document, operation });
      },
    };
    return { requestDidStart: async () => listener };
  }

  /** The text of the answer to the body of a request; undefined: it is for Apollo. */
  async answer<Context extends WritingContext>(
    body: unknown,
    accept: string | undefined,
    contextOf: () => Promise<Context>,
  ): Promise<JsonText | undefined> {
    const question = this.read(body);
    if (question === undefined || !PLAIN.has(accept)) return undefined;
    const { document, operation, variables } = question;
    try {
      if (variables != null) checkVariables(this.schema, operation, variables);
      const contextValue = await contextOf();
      const result = await execute({ schema: this.schema, document, contextValue, variableValues: variables ?? null });
      if (result.errors !== undefined) return undefined;
      placeWritten(contextValue, result.data);
      return stringifyWithRawJson({ data: result.data });
    } catch {
      return undefined;
    }
  }

  private read(body: unknown): (KnownQuery & { readonly variables: Question['variables'] }) | undefined {
    if (typeof body !== 'object' || body === null) return undefined;
    const { query, variables, operationName, ...more } = body as Question;
    const known = typeof query === 'string' ? this.known.get(query) : undefined;
    if (known === undefined || Array.isArray(variables) || Object.keys(more).length > 0) return undefined;
    if (variables != null && typeof variables !== 'object') return undefined;
    if (operationName != null && operationName !== known.operation.name?.value) return undefined;
    return { ...known, variables };
  }
}

/** A body as it should be. */
interface Question {
  readonly query?: unknown;
  readonly variables?: Readonly<Record<string, unknown>> | null;
  readonly operationName?: unknown;
}

/** What is looked at of a request that Apollo has answered. */
interface Answered {
  readonly source?: string;
  readonly document?: DocumentNode;
  readonly operation?: OperationDefinitionNode | null;
  readonly errors?: readonly unknown[];
  readonly request: { readonly extensions?: unknown };
}

/** Answers of `application/json` are what these `accept` headers ask for. */
const PLAIN: ReadonlySet<string | undefined> = new Set([undefined, '*/*', 'application/json']);
