import type { initGraphQLTada, ResultOf, TadaDocumentNode, VariablesOf } from 'gql.tada';
import type { introspection } from './schema.js';

/** What the scalars of the schema are in an answer and among the variables. */
interface Scalars {
  readonly ID: string;
  readonly DateTime: string;
  readonly Ref: string;
  readonly SafeInt: number;
  readonly JSON: unknown;
}

type Write = ReturnType<typeof initGraphQLTada<{ introspection: introspection; scalars: Scalars }>>;

/** A document that was written with `graphql`: its text, which knows the type of its answer and of its variables. */
export type Document<Result, Variables> = TadaDocumentNode<Result, Variables>;
export type { ResultOf, VariablesOf };

/** Variables as people have them at hand: what may be left out may be undefined, and a list may be one that nobody changes. */
export type Given<Value> = Value extends readonly (infer Item)[]
  ? readonly Given<Item>[]
  : Value extends object
    ? { readonly [Name in keyof Value]: Given<Value[Name]> | (object extends Pick<Value, Name> ? undefined : never) }
    : Value;

/**
 * Takes the text of an operation as it is, and has the compiler read it: the types of the answer and of the variables come from
 * schema/schema.graphql, and what isn't in the schema doesn't compile. All of that is gone at run time, where a document is its text.
 */
export const graphql = ((text: string) => text) as unknown as Write;

/** What is sent of a document. */
export function textOf(document: Document<unknown, unknown> | string): string {
  return document as unknown as string;
}
