import {
  Arg,
  Args,
  Ctx,
  Extensions,
  Field,
  FieldResolver,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import type { CountedNodes } from '../../../graph/finding/counting/counted-connection.js';
import type { Graph } from '../../../graph/graph.js';
import type { GraphqlContext } from '../../../graph/graphql/graphql-context.js';
import { ListArguments } from '../../../graph/nodes/lists/list-arguments.js';
import { Ref } from '../../../graph/references/ref.scalar.js';
import { NAME, REF, refOf } from '../../../graph/references/ref-argument.js';
import type { Database } from '../../../platform/database/database.js';
import { QUICK } from '../../../platform/graphql/documents/quick-documents.js';
import { connectionOf, type Page } from '../../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../../platform/graphql/lists/page-arguments.js';
import { make } from '../../../platform/make.js';
import { ENTITY } from '../../feature-kinds.js';
import type { FeatureSet } from '../feature-set.entity.js';
import { FeatureSetConnection } from '../feature-set.resolver.js';
import { FEATURE_SETS } from '../finding/listed-feature-sets.js';
import { defineEntity } from './define-entity.js';
import { Entity } from './entity.entity.js';
import { DefineEntityInput } from './entity.input.js';

const EntityConnection = connectionOf('Entity', () => Entity);

@ObjectType({ description: 'What defineEntity answers.' })
class DefineEntityPayload {
  @Field(() => Entity, { description: 'The entity.' }) entity!: Entity;
  @Field(() => Boolean, { description: 'False when it was defined before.' }) created!: boolean;
}

@Resolver(() => Entity)
export class EntityResolver {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {}

  @Extensions(QUICK)
  @Query(() => Entity, { nullable: true, description: 'An entity; null when there is none.' })
  entity(
    @Arg('ref', () => Ref, REF) ref: string | null,
    @Arg('name', () => String, NAME) name: string | null,
    @Ctx() context: GraphqlContext,
  ): Promise<Entity | null> {
    context.demand('graph:read');
    return this.graph.reads.find(context, Entity, ENTITY, refOf('entity', ref, name));
  }

  @Extensions(QUICK)
  @Query(() => EntityConnection, { description: 'The entities of the project.' })
  entities(@Args(() => ListArguments) list: ListArguments, @Ctx() context: GraphqlContext): Promise<Page<Entity>> {
    return this.graph.reads.lists.page(context, ENTITY, list);
  }

  @FieldResolver(() => FeatureSetConnection, { description: 'The feature sets about it, newest first.' })
  featureSets(
    @Root() entity: Entity,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<CountedNodes<FeatureSet>> {
    return this.graph.reads.countedChildren(context, entity.nodeId, FEATURE_SETS, page);
  }

  @Mutation(() => DefineEntityPayload, {
    description: 'Defines an entity. The same join keys again: the same entity; other join keys: ALREADY_EXISTS.',
  })
  async defineEntity(
    @Arg('input', () => DefineEntityInput, { description: 'The entity.' }) input: DefineEntityInput,
    @Ctx() context: GraphqlContext,
  ): Promise<DefineEntityPayload> {
    return make(DefineEntityPayload, await defineEntity(this.database, this.graph, context, input));
  }
}
