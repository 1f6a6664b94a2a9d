import { Arg, Args, Ctx, Field, InputType, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { Entity } from '../../features/definitions/entities/entity.entity.js';
import type { Graph } from '../../graph/graph.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import { Ref } from '../../graph/references/ref.scalar.js';
import type { Database } from '../../platform/database/database.js';
import { pageRequest } from '../../platform/database/keyset.js';
import { connectionOf, type Page, pageOf } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { make } from '../../platform/make.js';
import { checkText } from '../../platform/text/check-text.js';
import { EntityKeyInput } from './entity-key.scalar.js';
import { EntityTrace } from './entity-trace.type.js';
import { eraseEntity } from './erasure/erase-entity.js';
import { type ErasureRow, listErasures } from './erasure/erasure.sql.js';
import { Erasure } from './erasure/erasure.type.js';
import { findErasures } from './erasure/find-erasures.js';
import { traceEntity } from './trace-entity.js';

const ErasureConnection = connectionOf('Erasure', () => Erasure);

@InputType({ description: 'Whose values to erase.' })
class EraseEntityInput {
  @Field(() => Ref, { description: 'The entity: its name or id.' }) entity!: string;
  @Field(() => EntityKeyInput, { description: 'The key: an object of all its join keys.' }) key!: unknown;
  @Field(() => String, {
    nullable: true,
    description: 'Why, in at most 2,000 characters; stays in the proof, so it must not tell the key.',
  })
  reason?: string | null;
}

@ObjectType({ description: 'What eraseEntity answers.' })
class EraseEntityPayload {
  @Field(() => Erasure, { description: 'The proof; the earlier one where nothing was left to erase.' })
  erasure!: Erasure;
  @Field(() => Boolean, { description: 'Whether this call removed anything.' }) erased!: boolean;
}

@Resolver()
export class EntityRightsResolver {
  constructor(
    private readonly database: Database,
    private readonly graph: Graph,
  ) {}

  @Query(() => EntityTrace, {
    description:
      'Where a key has rows, which training sets contain it, which model versions were made from those, and what serves these.',
  })
  entityTrace(
    @Arg('entity', () => Ref, { description: 'The entity: its name or id.' }) entity: string,
    @Arg('key', () => EntityKeyInput, { description: 'The key: an object of all its join keys.' }) key: unknown,
    @Ctx() context: GraphqlContext,
  ): Promise<EntityTrace> {
    return traceEntity(this.database, this.graph, context, entity, key);
  }

  @Query(() => ErasureConnection, { description: 'Proofs of erasures, newest first.' })
  async erasures(
    @Arg('entity', () => Ref, { description: 'Of this entity.' }) ref: string,
    @Arg('key', () => EntityKeyInput, { nullable: true, description: 'Of this key of it only.' }) key: unknown,
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<Erasure>> {
    const page = pageRequest(asked);
    const { entity, keyHash } = await findErasures(this.database, this.graph, context, ref, key);
    const rows = keyHash === undefined ? [] : await listErasures(this.database, entity.nodeId, keyHash, page);
    return pageOf(
      rows,
      page,
      (row) => [row.id],
      (row) => erasureOf(entity, row),
    );
  }

  @Mutation(() => EraseEntityPayload, {
    description:
      'Removes the values of one key from every feature set version, every training set and the rows that ingests refused, and keeps a proof. Training sets that held it are no longer rebuildable. No statement finds it from then on, nor do the statistics of PostgreSQL; its files hold removed rows until VACUUM has run, its log and backups for as long as you keep them. Asked again it changes nothing and gives the same proof; NOT_FOUND, and no proof, for a key that has no rows and never lost any.',
  })
  async eraseEntity(
    @Arg('input', () => EraseEntityInput, { description: 'Whose values.' }) input: EraseEntityInput,
    @Ctx() context: GraphqlContext,
  ): Promise<EraseEntityPayload> {
    const { entity: ref, key, reason } = input;
    if (reason != null) checkText('reason', reason, 2_000);
    const { entity, proof, erased } = await eraseEntity(this.database, this.graph, context, ref, key, reason ?? null);
    return make(EraseEntityPayload, { erasure: erasureOf(entity, proof), erased });
  }
}

function erasureOf(entity: Entity, { entityId: _, ...row }: ErasureRow): Erasure {
  return make(Erasure, { ...row, entity: entity.name });
}
