import { Args, ArgsType, Ctx, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import type { BatchLoad, GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { pageRequest } from '../../platform/database/keyset.js';
import type { Queryable } from '../../platform/database/queryable.js';
import { connectionOf, type Page, pageOf } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { groupBy } from '../../platform/group-by.js';
import { make } from '../../platform/make.js';
import { Model } from '../model.entity.js';
import { ModelVersion } from '../versions/model-version.entity.js';
import { RegistryMove, RegistryMoveKind } from './registry-move.js';
import { type MoveRow, selectMoves, type WantedMoves } from './registry-move.sql.js';

const RegistryMoveConnection = connectionOf('RegistryMove', () => RegistryMove);

@ArgsType()
class HistoryArguments extends PageArguments {
  @Field(() => [RegistryMoveKind], { nullable: true, description: 'Only moves of these kinds; all if left out.' })
  kinds?: RegistryMoveKind[] | null;

  @Field(() => DateTime, { nullable: true, description: 'Only what had happened by then; all if left out.' })
  asOf?: string | null;
}

/** What became of models and their versions in the registry. */
class History {
  constructor(private readonly db: Queryable) {}

  async page(
    context: GraphqlContext,
    of: WantedMoves['of'],
    id: string,
    { kinds = null, asOf = null, ...asked }: HistoryArguments,
  ): Promise<Page<RegistryMove>> {
    context.demand('graph:read');
    const page = pageRequest(asked);
    const wanted = { of, kinds, asOf, page };
    const load: BatchLoad<string, MoveRow[]> = async (ids) => {
      const groups = groupBy(await selectMoves(this.db, ids, wanted), ({ of }) => of);
      return ids.map((each) => groups.get(each) ?? []);
    };
    const rows = await context.load(load, id, JSON.stringify(['registry history', wanted]));
    return pageOf(
      rows,
      page,
      (row) => [row.id],
      ({ id: _, of: __, ...move }) => make(RegistryMove, move),
    );
  }
}

@Resolver(() => Model)
export class ModelHistoryResolver {
  private readonly moves: History;

  constructor(db: Queryable) {
    this.moves = new History(db);
  }

  @FieldResolver(() => RegistryMoveConnection, {
    description:
      'Every move of an alias, a stage, an approval or a binding of any of its versions, last first: who made it, when, and why.',
  })
  history(
    @Root() model: Model,
    @Args(() => HistoryArguments) asked: HistoryArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<RegistryMove>> {
    return this.moves.page(context, 'MODEL', model.node.id, asked);
  }
}

@Resolver(() => ModelVersion)
export class ModelVersionHistoryResolver {
  private readonly moves: History;

  constructor(db: Queryable) {
    this.moves = new History(db);
  }

  @FieldResolver(() => RegistryMoveConnection, {
    description:
      'Every move of an alias to it or away from it, of its stage, its approvals and its bindings, last first.',
  })
  history(
    @Root() version: ModelVersion,
    @Args(() => HistoryArguments) asked: HistoryArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<RegistryMove>> {
    return this.moves.page(context, 'MODEL_VERSION', version.nodeId, asked);
  }
}

@Resolver(() => RegistryMove)
export class RegistryMoveResolver {
  @FieldResolver(() => ModelVersion, {
    description: 'The version that it is about: of an alias the one that it points to since, or pointed to last.',
  })
  modelVersion(@Root() move: RegistryMove, @Ctx() context: GraphqlContext): Promise<ModelVersion> {
    return context.node(ModelVersion, move.modelVersionId);
  }
}
