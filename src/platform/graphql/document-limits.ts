import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { GraphQLError, type GraphQLFormattedError, type ValidationContext, type ValidationRule } from 'graphql';

/** Refuses documents that nest too deep or have too many aliases, while they are validated. */
export function documentLimits(limits: { readonly depth: number; readonly aliases: number }): ValidationRule[] {
  // Thrown instead of reported, it would pass for a fault of the service.
  const options = { propagateOnRejection: false, onReject: [reject] };
  return [
    // Introspection is deep by nature; it reads no data.
    maxDepthRule({ n: limits.depth, ignoreIntrospection: true, ...options }),
    maxAliasesRule({ n: limits.aliases, ...options }),
  ] as ValidationRule[];
}

function reject(context: ValidationContext | null, { message }: GraphQLError): void {
  context?.reportError(new GraphQLError(message.replace('Syntax Error: ', ''), { extensions: { limit: 'document' } }));
}

/** Whether an error says that a document is too large: Apollo gives all validation errors one code, parse errors too. */
export function exceedsDocumentLimit({ message, extensions }: GraphQLFormattedError): boolean {
  // graphql-js tells its token limit only by the message.
  return extensions?.limit === 'document' || /^Syntax Error: Document contains more tha[nt] \d+ tokens/.test(message);
}
