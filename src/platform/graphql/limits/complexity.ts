import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getIntrospectionQuery,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { HeadwaterError } from '../../errors.js';
import { requestError } from '../error-format.js';
import { costOf, type QueryCost } from './query-cost.js';

/** What operations cost whose page sizes are literals: the same every time, so hot lookups are judged once. */
export type FixedCosts = WeakMap<OperationDefinitionNode, QueryCost>;

/**
 * Refuses operations that ask for more than `maximum` fields, or for more of the schema than code generators do.
 */
export function complexityLimit(schema: GraphQLSchema, maximum: number, judged: FixedCosts): ApolloServerPlugin {
  const whole = costOfWholeSchema(schema);
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ request, document, operation }) {
          // Without one, execution says so.
          if (operation == null) return;
          const cost =
            judged.get(operation) ??
            costOf({ schema, fragments: fragmentsOf(document), operation, variables: request.variables ?? {} });
          if (!cost.varies) judged.set(operation, cost);
          refuse(cost.fields, maximum, 'Ask for smaller pages or fewer fields.');
          refuse(cost.introspection, whole, 'Ask about the schema once.');
        },
      };
    },
  };
}

function refuse(found: number, expected: number, advice: string): void {
  if (found <= expected) return;
  const message = `The query may return ${found} fields; at most ${expected} are allowed. ${advice}`;
  throw requestError(new HeadwaterError('TOO_COMPLEX', message, { found, expected }));
}

/** Of the introspection query with everything in it. */
function costOfWholeSchema(schema: GraphQLSchema): number {
  const document = parse(
    getIntrospectionQuery({
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    }),
  );
  const [operation] = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error('the introspection query has no operation');
  return costOf({ schema, fragments: fragmentsOf(document), operation, variables: {} }).introspection;
}

/** The fragments of a document by their names. */
export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  return new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
}
