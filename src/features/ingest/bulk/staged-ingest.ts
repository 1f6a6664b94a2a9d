import type { Definition } from '../../definitions/references/feature-references.sql.js';
import type { StagedRows } from './stage-rows.js';

/** A staged table, and all that its record says. */
export interface StagedIngest {
  readonly definition: Definition;
  readonly featureSetVersionId: string;
  readonly datasetVersionId: string | undefined;
  readonly staged: StagedRows;
  readonly startedAt: string;
  readonly format: string;
  readonly onError: 'abort' | 'skip';
  readonly idempotencyKey: string | undefined;
  readonly fingerprint: string;
}
