import { Arg, Args, Ctx, Field, Int, ObjectType } from 'type-graphql';
import { demandSensitive } from '../../features/definitions/sensitive/demand-sensitive.js';
import { FeatureSetVersion } from '../../features/definitions/versions/feature-set-version.entity.js';
import { keyCursor, readKeyCursor } from '../../features/lookups/online/scan/scan-keys.sql.js';
import {
  type StoredEntity,
  StoredEntityConnection,
  storedEntity,
} from '../../features/lookups/online/scan/stored-entity.js';
import type { GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { Database } from '../../platform/database/database.js';
import { encodeCursor, pageRequest } from '../../platform/database/keyset.js';
import { type Page, pageOf } from '../../platform/graphql/lists/connection.js';
import { PageArguments } from '../../platform/graphql/lists/page-arguments.js';
import { Run } from '../../runs/record/run.entity.js';
import type { StoredHit } from './find-contamination.js';
import { MOST_UNATTRIBUTED, type RowCounter } from './row-counter.js';

/** A count reads rows, as a page of a list does. */
const COUNT = { nullable: true, complexity: 50 } as const;

/** What isn't asked for isn't counted. */
@ObjectType({ description: 'The rows of one feature set version that runs wrote which are contaminated.' })
export class ContaminatedRows {
  constructor(
    private readonly database: Database,
    private readonly hit: StoredHit,
    private readonly counter: RowCounter,
  ) {}

  @Field(() => FeatureSetVersion, { description: 'The feature set version.' })
  featureSetVersion(@Ctx() context: GraphqlContext): Promise<FeatureSetVersion> {
    return context.node(FeatureSetVersion, this.hit.definition.id);
  }

  @Field(() => Int, {
    ...COUNT,
    description: 'How many of them are online: what lookups answer with now. Null: there was no time left to count.',
  })
  async currentRows(): Promise<number | null> {
    return (await this.counter.count(this.hit.definition))?.currentRows ?? null;
  }

  @Field(() => Int, {
    ...COUNT,
    description:
      'How many of them are history only: a later event of the entity has taken their place. Joins as of the past still read them. Null as above.',
  })
  async historyRows(): Promise<number | null> {
    return (await this.counter.count(this.hit.definition))?.historyRows ?? null;
  }

  @Field(() => Int, {
    ...COUNT,
    description: `Online rows of which it was not remembered which run wrote them, because none was named: they may be contaminated too. Counted up to ${MOST_UNATTRIBUTED.toLocaleString('en')}. Null as above.`,
  })
  unattributedRows(): Promise<number | null> {
    return this.counter.unattributed(this.hit.definition);
  }

  @Field(() => [Run], {
    description:
      'Runs that are contaminated and wrote this version, and of which it was not remembered which rows those were: they are said to have written it, or did so before that was remembered.',
  })
  unattributedRuns(
    @Arg('first', () => Int, { defaultValue: 50, description: 'At most so many, up to 1,000.' }) first: number,
    @Ctx() context: GraphqlContext,
  ): Promise<Run[]> {
    return context.seenNodes(Run, this.hit.unknownRuns.slice(0, pageRequest({ first }).first));
  }

  @Field(() => StoredEntityConnection, {
    nullable: true,
    description:
      'The entities whose online row is one of them, in the order of their keys as JSON text. Takes feature:read, and feature:read-sensitive where the feature set is. Where very much was written, a page looks at so many rows and may hold fewer than `first`, or none, while `hasNextPage` says that more are left.',
  })
  async entities(
    @Args(() => PageArguments) asked: PageArguments,
    @Ctx() context: GraphqlContext,
  ): Promise<Page<StoredEntity>> {
    const { definition, project } = this.hit;
    const { storage, joinKeys } = definition;
    context.demand('feature:read', project);
    await demandSensitive(this.database, context, [definition.id], project);
    const page = pageRequest(asked);
    const after = page.after === undefined ? '' : readKeyCursor(page.after, storage);
    const { rows, lookedUntil } = await this.counter.keys(definition, { after, first: page.first });
    const found = pageOf(
      rows,
      page,
      (row) => keyCursor(storage, row.key),
      (row) => storedEntity(joinKeys, row),
    );
    if (found.pageInfo.hasNextPage || lookedUntil === undefined) return found;
    const endCursor = encodeCursor(keyCursor(storage, lookedUntil));
    return { ...found, pageInfo: { ...found.pageInfo, hasNextPage: true, endCursor } };
  }
}
