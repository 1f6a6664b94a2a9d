import { Ctx, FieldResolver, Int, ObjectType, Resolver, Root } from 'type-graphql';
import { Any } from 'typeorm';
import type { BatchLoad, GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { KnownKinds } from '../../graph/nodes/kinds/node-kind.js';
import { fromPublicId } from '../../graph/nodes/node-id.js';
import { ModelVersion } from '../../models/versions/model-version.entity.js';
import type { Database } from '../../platform/database/database.js';
import { HeadwaterError } from '../../platform/errors.js';
import { GetterField } from '../../platform/graphql/getter-field.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { Json } from '../../platform/graphql/scalars/json.scalar.js';
import { RawJson } from '../../platform/graphql/scalars/raw-json.js';
import { FrozenLineageRecord } from './frozen-lineage.entity.js';
import { anyHidden } from './hidden-among.sql.js';
import { FrozenLineageVerification, verifyFrozen } from './verify-frozen.js';

@ObjectType({
  description:
    'Everything upstream of a model version as it was when that was registered. Later renames, changes and deletions do not reach it.',
})
export class FrozenLineage {
  constructor(readonly record: FrozenLineageRecord) {}

  @GetterField(() => Json, {
    description:
      '`{nodes: [{id, kind, label, facts, …}], edges: [{from, to, kind, attributes}]}`, as canonical JSON (RFC 8785).',
  })
  get document(): RawJson {
    return new RawJson(this.record.document);
  }

  @GetterField(() => String, {
    description: 'SHA-256 of the document as it stands in the answer, in lower-case hexadecimal.',
  })
  get digest(): string {
    return this.record.digest;
  }

  @GetterField(() => Int, { description: 'How many nodes it has, the model version itself included.' })
  get nodeCount(): number {
    return this.record.nodeCount;
  }

  @GetterField(() => Int, { description: 'How many edges it has.' })
  get edgeCount(): number {
    return this.record.edgeCount;
  }

  @GetterField(() => DateTime, { description: 'When it was written down.' })
  get frozenAt(): Date {
    return this.record.frozenAt;
  }
}

@Resolver(() => FrozenLineage)
export class FrozenLineageVerifier {
  constructor(private readonly database: Database) {}

  @FieldResolver(() => FrozenLineageVerification, {
    description: 'Computes the digest anew, and compares it with the one that was recorded when it was frozen.',
  })
  verify(@Root() { record }: FrozenLineage): Promise<FrozenLineageVerification> {
    return verifyFrozen(this.database, record);
  }
}

@Resolver(() => ModelVersion)
export class FrozenLineageResolver {
  constructor(
    private readonly database: Database,
    private readonly kinds: KnownKinds,
  ) {}

  @FieldResolver(() => FrozenLineage, { description: 'What it was made from, frozen when it was registered.' })
  async frozenLineage(@Root() version: ModelVersion, @Ctx() context: GraphqlContext): Promise<FrozenLineage> {
    context.demand('graph:read');
    const record = await context.load(this.records, version.nodeId);
    await this.requireSeen(context, record);
    return new FrozenLineage(record);
  }

  /** It can't be told in part: its digest is of the whole. */
  private async requireSeen({ seen }: GraphqlContext, { document }: FrozenLineageRecord): Promise<void> {
    if (seen === undefined) return;
    const { nodes } = JSON.parse(document) as { readonly nodes: readonly { readonly id: string }[] };
    const ids = nodes.flatMap(({ id }) => fromPublicId(id, this.kinds)?.id ?? []);
    if (await anyHidden(this.database, ids, seen))
      throw new HeadwaterError('FORBIDDEN', 'Some of what it was made from lies in projects that you may not see.');
  }

  /** Batch: one primary-key read. */
  private readonly records: BatchLoad<string, FrozenLineageRecord> = async (ids) => {
    const rows = await this.database.dataSource.manager.findBy(FrozenLineageRecord, { modelVersionId: Any([...ids]) });
    const byId = new Map(rows.map((row) => [row.modelVersionId, row]));
    return ids.map((id) => {
      const record = byId.get(id);
      if (record === undefined) throw new Error(`model version ${id} has no frozen lineage`);
      return record;
    });
  };
}
