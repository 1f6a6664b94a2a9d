import { Field, ObjectType } from 'type-graphql';
import { sealForReading } from '../../changes/seal/seal-changes.js';
import { toPublicId } from '../../graph/nodes/node-id.js';
import { MODEL_VERSION } from '../../models/model-kinds.js';
import type { Database } from '../../platform/database/database.js';
import { make } from '../../platform/make.js';
import { computeDigest, countContent, type FrozenRow } from './frozen-document.sql.js';
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
 * together with its digest, is found out. The document stays in the database, where it may be longer than what fits in memory here.
 */
export async function verifyFrozen(
  database: Database,
  record: FrozenRow,
  signal: AbortSignal,
): Promise<FrozenLineageVerification> {
  await sealForReading(database);
  const recordedDigest = (await findRecordedDigest(database, record.modelVersionId)) ?? null;
  const computedDigest = (await computeDigest(database, record.modelVersionId, signal)) ?? '';
  const problem =
    problemOfDigest(record, computedDigest, recordedDigest) ??
    (await problemOfContent(database, record, signal)) ??
    null;
  return make(FrozenLineageVerification, { valid: problem === null, problem, computedDigest, recordedDigest });
}

function problemOfDigest(record: FrozenRow, computed: string, recorded: string | null): string | undefined {
  if (computed !== record.digest)
    return `The document has the digest ${computed}, and ${record.digest} stands beside it: one of them was changed.`;
  if (recorded === null) return 'The log of changes does not hold the digest of this lineage.';
  if (computed === recorded) return undefined;
  return `The document has the digest ${computed}, and ${recorded} was recorded when it was frozen: it was replaced.`;
}

/** Of a document that is what was frozen. */
async function problemOfContent(
  database: Database,
  { modelVersionId, nodeCount, edgeCount }: FrozenRow,
  signal: AbortSignal,
): Promise<string | undefined> {
  const own = toPublicId(MODEL_VERSION, modelVersionId);
  const found = await countContent(database, modelVersionId, own, signal);
  if (found?.nodes !== nodeCount || found.edges !== edgeCount)
    return `The document has ${found?.nodes} nodes and ${found?.edges} edges, and ${nodeCount} and ${edgeCount} stand beside it.`;
  return found.own ? undefined : `The document does not hold ${own}, whose lineage it is.`;
}
