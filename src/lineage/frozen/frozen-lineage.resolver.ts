import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, FieldResolver, Info, Int, ObjectType, Resolver, Root } from 'type-graphql';
import type { BatchLoad, GraphqlContext } from '../../graph/graphql/graphql-context.js';
import type { KnownKinds } from '../../graph/nodes/kinds/node-kind.js';
import { fromPublicId } from '../../graph/nodes/node-id.js';
import { ModelVersion } from '../../models/versions/model-version.entity.js';
import type { Database } from '../../platform/database/database.js';
import { HeadwaterError } from '../../platform/errors.js';
import { GetterField } from '../../platform/graphql/getter-field.js';
import { selectedNames } from '../../platform/graphql/lists/selected-items.js';
import { DateTime } from '../../platform/graphql/scalars/date-time.scalar.js';
import { Json } from '../../platform/graphql/scalars/json.scalar.js';
import { RawJson } from '../../platform/graphql/scalars/raw-json.js';
import { type FrozenRow, selectFrozen, selectFrozenNodeIds } from './frozen-document.sql.js';
import { anyHidden } from './hidden-among.sql.js';
import { FrozenLineageVerification, verifyFrozen } from './verify-frozen.js';

/** What one statement brings into memory at most, with the rest of its row. */
const MOST_BYTES = 67_000_000;

@ObjectType({
  description:
    'Everything upstream of a model version as it was when that was registered. Later renames, changes and deletions do not reach it.',
})
export class FrozenLineage {
  constructor(readonly record: FrozenRow) {}

  @GetterField(() => Json, {
    description:
      '`{nodes: [{id, kind, label, facts, …}], edges: [{from, to, kind, attributes}]}`, as canonical JSON (RFC 8785).',
  })
  get document(): RawJson {
    const { document, bytes } = this.record;
    if (document !== null) return new RawJson(document);
    throw new HeadwaterError(
      'TOO_COMPLEX',
      `The document has ${bytes} bytes; up to ${MOST_BYTES} are answered. Its digest and verify are of all of it, whatever its length.`,
      { found: bytes, expected: MOST_BYTES },
    );
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
  verify(@Root() { record }: FrozenLineage, @Ctx() { signal }: GraphqlContext): Promise<FrozenLineageVerification> {
    return verifyFrozen(this.database, record, signal);
  }
}

@Resolver(() => ModelVersion)
export class FrozenLineageResolver {
  constructor(
    private readonly database: Database,
    private readonly kinds: KnownKinds,
  ) {}

  @FieldResolver(() => FrozenLineage, { description: 'What it was made from, frozen when it was registered.' })
  async frozenLineage(
    @Root() version: ModelVersion,
    @Ctx() context: GraphqlContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<FrozenLineage> {
    context.demand('graph:read');
    // A document may be long, and its digest is asked for more often.
    const batch = selectedNames(info).has('document') ? this.withDocuments : this.withoutDocuments;
    const record = await context.load(batch, version.nodeId);
    await this.requireSeen(context, record);
    return new FrozenLineage(record);
  }

  /** It can't be told in part: its digest is of the whole. */
  private async requireSeen({ seen, signal }: GraphqlContext, { modelVersionId }: FrozenRow): Promise<void> {
    if (seen === undefined) return;
    const publicIds = await selectFrozenNodeIds(this.database, modelVersionId, signal);
    const ids = publicIds.flatMap((id) => fromPublicId(id, this.kinds)?.id ?? []);
    if (await anyHidden(this.database, ids, seen))
      throw new HeadwaterError('FORBIDDEN', 'Some of what it was made from lies in projects that you may not see.');
  }

  private readonly withDocuments: BatchLoad<string, FrozenRow> = (ids) => this.load(ids, MOST_BYTES);
  private readonly withoutDocuments: BatchLoad<string, FrozenRow> = (ids) => this.load(ids, -1);

  /** Batch: one primary-key read. */
  private async load(ids: readonly string[], most: number): Promise<FrozenRow[]> {
    const byId = new Map((await selectFrozen(this.database, ids, most)).map((row) => [row.modelVersionId, row]));
    return ids.map((id) => {
      const record = byId.get(id);
      if (record === undefined) throw new Error(`model version ${id} has no frozen lineage`);
      return record;
    });
  }
}
