import { createHash } from 'node:crypto';
import { Field, ObjectType } from 'type-graphql';
import { sealForReading } from '../../changes/seal/seal-changes.js';
import { toPublicId } from '../../graph/nodes/node-id.js';
import { MODEL_VERSION } from '../../models/model-kinds.js';
import type { Database } from '../../platform/database/database.js';
import { make } from '../../platform/make.js';
import type { FrozenLineageRecord } from './frozen-lineage.entity.js';
import { findRecordedDigest } from './recorded-digest.sql.js';

@ObjectType({ description: 'Whether a frozen lineage is what was frozen.' })
export class FrozenLineageVerification {
  @Field(() => Boolean, { description: 'True when nothing was found to differ.' }) valid!: boolean;
  @Field(() => String, { nullable: true, description: 'What differs, in words; null when nothing does.' })
  problem!: string | null;

  @Field(() => String, { description: 'SHA-256 of the document, computed now.' }) computedDigest!: string;
  @Field(() => String, {
    nullable: true,
    description:
      'The digest that was written into the log of changes when the model version was registered; verifyAudit says whether that log is whole.',
  })
  recordedDigest!: string | null;
}

/**
 * Compares a frozen lineage with itself and with the log of changes, where its digest stands since it was frozen: whoever changes the document, also
 * together with its digest, is found out.
 */
export async function verifyFrozen(
  database: Database,
  record: FrozenLineageRecord,
): Promise<FrozenLineageVerification> {
  await sealForReading(database);
  const recordedDigest = (await findRecordedDigest(database, record.modelVersionId)) ?? null;
  const computedDigest = createHash('sha256').update(record.document).digest('hex');
  const problem = problemOf(record, computedDigest, recordedDigest) ?? null;
  return make(FrozenLineageVerification, { valid: problem === null, problem, computedDigest, recordedDigest });
}

function problemOf(record: FrozenLineageRecord, computed: string, recorded: string | null): string | undefined {
  if (computed !== record.digest)
    return `The document has the digest ${computed}, and ${record.digest} stands beside it: one of them was changed.`;
  if (recorded === null) return 'The log of changes does not hold the digest of this lineage.';
  if (computed !== recorded)
    return `The document has the digest ${computed}, and ${recorded} was recorded when it was frozen: it was replaced.`;
  const { nodes, edges } = JSON.parse(record.document) as {
    readonly nodes: readonly { readonly id: string }[];
    readonly edges: readonly object[];
  };
  if (nodes.length !== record.nodeCount || edges.length !== record.edgeCount)
    return `The document has ${nodes.length} nodes and ${edges.length} edges, and ${record.nodeCount} and ${record.edgeCount} stand beside it.`;
  const own = toPublicId(MODEL_VERSION, record.modelVersionId);
  return nodes.some(({ id }) => id === own) ? undefined : `The document does not hold ${own}, whose lineage it is.`;
}
