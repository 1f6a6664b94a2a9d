import { Arg, Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Graph } from '../../../../graph/graph.js';
import type { GraphqlContext } from '../../../../graph/graphql/graphql-context.js';
import { Ref } from '../../../../graph/references/ref.scalar.js';
import type { Database } from '../../../../platform/database/database.js';
import { pageRequest } from '../../../../platform/database/keyset.js';
import { type Page, pageOf } from '../../../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../../../platform/graphql/lists/page-arguments.js';
import { selectDefinitions } from '../../../definitions/references/feature-references.sql.js';
import { demandSensitive } from '../../../definitions/sensitive/demand-sensitive.js';
import { FeatureSetVersion } from '../../../definitions/versions/feature-set-version.entity.js';
import { FEATURE_SET_VERSION } from '../../../feature-kinds.js';
import { keyCursor, selectKeys } from './scan-keys.sql.js';
import { type StoredEntity, StoredEntityConnection, storedEntity } from './stored-entity.js';

/** Which entities have rows. */
@Resolver(() => FeatureSetVersion)
export class EntityScanResolver {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {}

  @Query(() => StoredEntityConnection, {
    description:
      'The entities that have an online row in a feature set version, in the order of their keys as JSON text.',
  })
  async storedEntities(
    @Arg('featureSet', () => Ref, {
      description: '`airport_traffic@2`, `airport_traffic` for the current one, or an id.',
    })
    featureSet: string,
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<StoredEntity>> {
    context.demand('graph:read');
    context.demand('feature:read');
    const { id } = await this.graph.references.resolve(this.database, context.project, featureSet, [
      FEATURE_SET_VERSION,
    ]);
    return this.scan(context, id, asked);
  }

  @FieldResolver(() => StoredEntityConnection, {
    description: 'The entities that have an online row in it, in the order of their keys as JSON text.',
  })
  entities(
    @Root() version: FeatureSetVersion,
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<StoredEntity>> {
    return this.scan(context, version.nodeId, asked);
  }

  private async scan(context: GraphqlContext, id: string, asked: PageArguments): Promise<Page<StoredEntity>> {
    context.demand('feature:read');
    const page = pageRequest(asked);
    await demandSensitive(this.database, context, [id]);
    const definition = (await selectDefinitions(this.database, [id])).get(id);
    if (definition === undefined) throw new Error(`feature set version ${id} has no definition`);
    const { storage } = definition;
    const rows = await this.database.shares.use([storage], () =>
      selectKeys(this.database, storage, page, context.signal),
    );
    return pageOf(
      rows,
      page,
      (row) => keyCursor(storage, row.key),
      (row) => storedEntity(definition.joinKeys, row),
    );
  }
}
