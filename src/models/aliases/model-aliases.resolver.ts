import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { pageRequest } from '../../platform/database/keyset.js';
import { connectionOf, type Page, pageOf } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { make } from '../../platform/make.js';
import { Model } from '../model.entity.js';
import type { ModelLoader } from '../model.loader.js';
import { ModelAlias } from './model-alias.js';
import type { AliasRow } from './model-alias.sql.js';

const ModelAliasConnection = connectionOf('ModelAlias', () => ModelAlias);

/** What a model says of its aliases. */
@Resolver(() => Model)
export class ModelAliasesResolver {
  constructor(private readonly loader: ModelLoader) {}

  @FieldResolver(() => [ModelAlias], { description: 'Its aliases now, by name.' })
  async aliases(@Root() model: Model, @Ctx() context: GraphqlContext): Promise<ModelAlias[]> {
    return (await context.load(this.loader.aliasesOfModels, model.node.id)).map(modelAlias);
  }

  @FieldResolver(() => ModelAlias, {
    nullable: true,
    description: 'One alias, now or at a time; null if it pointed nowhere.',
  })
  async alias(
    @Root() model: Model,
    @Arg('name', () => String, { description: 'The alias, such as `champion`.' }) name: string,
    @Arg('asOf', () => DateTime, { nullable: true, description: 'When; now if left out.' }) asOf: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<ModelAlias | null> {
    const time = asOf ?? 'infinity';
    const row = await context.load(this.loader.aliasAt(name, time), model.node.id, `alias ${name} as of ${time}`);
    return row === null ? null : modelAlias(row);
  }

  @FieldResolver(() => ModelAliasConnection, {
    description: 'Where its aliases pointed from when to when, last set first.',
  })
  async aliasHistory(
    @Root() model: Model,
    @Arg('alias', () => String, { nullable: true, description: 'Only this alias.' }) alias: string | null,
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<ModelAlias>> {
    const page = pageRequest(asked);
    const question = JSON.stringify(['alias history', alias ?? null, page]);
    const rows = await context.load(this.loader.aliasHistory(alias ?? null, page), model.node.id, question);
    return pageOf(rows, page, (row) => [row.id], modelAlias);
  }
}

function modelAlias(row: AliasRow): ModelAlias {
  const { alias, modelVersionId, validFrom, validTo, setBy, endedBy } = row;
  return make(ModelAlias, { alias, modelVersionId, validFrom, validTo, setBy, endedBy });
}
