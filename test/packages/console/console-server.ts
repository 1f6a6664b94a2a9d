import Fastify, { type FastifyInstance } from 'fastify';
import { buildSchema, graphql, parse } from 'graphql';
import { createHandler } from 'graphql-sse/lib/use/fastify';
import { consoleRoutes } from '../../../src/http/console-pages.js';
import { registerRoute } from '../../../src/platform/http/route.js';

/** The description that the docs pane of this server shows. */
export const SCHEMA_DESCRIPTION = 'What feeds what: datasets, runs and models.';

const SCHEMA = buildSchema(`
  """${SCHEMA_DESCRIPTION}"""
  schema { query: Query, subscription: Subscription }

  """Everything one can ask."""
  type Query {
    """The model that serves now."""
    liveModel(project: String! = "flights", keys: Keys, among: Among): Model
  }

  """Everything one can follow."""
  type Subscription {
    """Models as they are promoted."""
    promoted: Model
  }

  """A value of any shape."""
  scalar Keys

  """Where to look."""
  input Among {
    """What its name has in it."""
    text: String!
    """How far away it may be."""
    depth: Int! = 1
    """What it is about."""
    keys: [Keys!]! = []
  }

  """A trained model."""
  type Model {
    """Its name, unique in the project."""
    name: String!
    """The project it belongs to."""
    project: String!
  }
`);

interface GraphQLBody {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Record<string, unknown>;
}

/** The console over a schema of two types, without a database: it answers any operation on `liveModel`. */
export function consoleServer(directory?: string): FastifyInstance {
  const app = Fastify();
  for (const route of consoleRoutes({ requestTimeoutMs: 30_000 }, directory)) {
    app.register((server) => registerRoute(server, route));
  }
  app.post<{ Body: GraphQLBody }>('/graphql', ({ body }) =>
    graphql({
      schema: SCHEMA,
      source: body.query,
      rootValue: { liveModel: ({ project }: { project: string }) => ({ name: 'delay-model', project }) },
      ...(body.operationName == null ? {} : { operationName: body.operationName }),
      ...(body.variables == null ? {} : { variableValues: body.variables }),
    }),
  );
  app.post(
    '/graphql/stream',
    createHandler({
      schema: SCHEMA,
      onSubscribe: (_request, { query }) => ({
        schema: SCHEMA,
        document: parse(query),
        rootValue: { promoted: promotions },
        contextValue: undefined,
      }),
    }),
  );
  return app;
}

async function* promotions(): AsyncGenerator<object> {
  for (const name of ['first', 'second']) yield { promoted: { name, project: 'flights' } };
}
