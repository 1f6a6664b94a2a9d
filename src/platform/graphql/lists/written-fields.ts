import type { ApolloServerPlugin, BaseContext, GraphQLRequestContextWillSendResponse } from '@apollo/server';
import type { GraphQLResolveInfo } from 'graphql';
import { RawJson } from '../scalars/raw-json.js';

/** A list of an answer that its resolver wrote itself, as JSON. */
export interface WrittenField {
  readonly path: GraphQLResolveInfo['path'];
  readonly text: string;
}

/** Where the resolvers of one request leave what they wrote. */
export interface WritingContext extends BaseContext {
  readonly written: WrittenField[];
}

/**
 * What a resolver returns for a list that it wrote itself. graphql-js takes a microsecond and garbage for each field of each item, and
 * makes it into an object that is then written all the same; it completes an empty list instead, in whose place the text is set.
 */
export function answerWritten(context: WritingContext, { path }: GraphQLResolveInfo, text: string): never[] {
  context.written.push({ path, text });
  return [];
}

/** Sets what was written in its place, when the rest of the answer is complete. */
export function placeWritten({ written }: WritingContext, data: unknown): void {
  for (const field of written) place(data, field);
}

/** The same for the answers of Apollo. */
export function placeWrittenFields<Context extends WritingContext>(): ApolloServerPlugin<Context> {
  const listener = {
    async willSendResponse({ contextValue, response: { body } }: GraphQLRequestContextWillSendResponse<Context>) {
      if (body.kind === 'single') placeWritten(contextValue, body.singleResult.data);
    },
  };
  return { requestDidStart: async () => listener };
}

function place(data: unknown, { path, text }: WrittenField): void {
  const owner = path.prev === undefined ? data : valueAt(data, path.prev);
  // A field beside it that must not be null has failed, and took the owner along.
  if (typeof owner !== 'object' || owner === null) return;
  (owner as Record<string | number, unknown>)[path.key] = new RawJson(text);
}

function valueAt(data: unknown, path: GraphQLResolveInfo['path']): unknown {
  const owner = path.prev === undefined ? data : valueAt(data, path.prev);
  return typeof owner === 'object' && owner !== null
    ? (owner as Record<string | number, unknown>)[path.key]
    : undefined;
}
