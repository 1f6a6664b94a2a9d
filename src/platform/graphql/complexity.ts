import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind, visit } from 'graphql';
// Its ES module imports graphql/index.mjs, a second copy beside the one that everything else has.
import complexity, { type ComplexityEstimator } from 'graphql-query-complexity/cjs';
import { DEFAULT_PAGE } from '../database/keyset.js';

/** The way around what Node can't name in its CommonJS. */
const { fieldExtensionsEstimator, getComplexity } = complexity;

/** A list field counts its children as often as it may return them: `first`, `limit`, or the length of `ids`. */
const pageSize: ComplexityEstimator = ({ args, field, childComplexity }) => {
  const unsaid = field.args.some(({ name }) => name === 'first') ? DEFAULT_PAGE : 1;
  const size = Number(args.first ?? args.limit ?? (Array.isArray(args.ids) ? args.ids.length : unsaid));
  return 1 + Math.max(1, size) * childComplexity;
};

/** Refuses queries that ask for more than `maximum` fields. */
export function complexityLimit(schema: GraphQLSchema, maximum: number): ApolloServerPlugin {
  // A document whose page sizes are literals costs the same every time; hot lookups are judged once.
  const judged = new WeakMap<DocumentNode, number>();
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ request, document }) {
          const found = judged.get(document) ?? measure(document);
          if (found > maximum) {
            throw new GraphQLError(
              `The query may return ${found} fields; at most ${maximum} are allowed. Ask for smaller pages or fewer fields.`,
              { extensions: { code: 'TOO_COMPLEX', found, expected: maximum, http: { status: 400 } } },
            );
          }

          function measure(query: DocumentNode): number {
            const value = getComplexity({
              schema,
              query,
              variables: request.variables ?? {},
              ...(request.operationName ? { operationName: request.operationName } : {}),
              // A field may say its own price.
              estimators: [fieldExtensionsEstimator(), pageSize],
            });
            if (!sizesComeFromVariables(query)) judged.set(query, value);
            return value;
          }
        },
      };
    },
  };
}

function sizesComeFromVariables(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Argument(node) {
      if (['first', 'limit', 'ids'].includes(node.name.value) && node.value.kind === Kind.VARIABLE) found = true;
    },
    Directive() {
      found = true; // @include and @skip may depend on variables too
    },
    OperationDefinition(node, _key, _parent, _path, ancestors) {
      const siblings = ancestors[0];
      // Several operations in one document are chosen by name, so one figure can't stand for all.
      if (siblings && 'definitions' in siblings && siblings.definitions.filter((d) => d.kind === node.kind).length > 1)
        found = true;
    },
  });
  return found;
}
