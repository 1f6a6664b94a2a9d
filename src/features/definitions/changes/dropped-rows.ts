import { failedPrecondition } from '../../../platform/errors.js';

/** Throws FAILED_PRECONDITION for a version whose rows were dropped: it is neither written nor read any more. */
export function requireRows({
  label,
  rowsDroppedAt,
}: {
  readonly label: string;
  readonly rowsDroppedAt: Date | null;
}): void {
  if (rowsDroppedAt === null) return;
  throw failedPrecondition(
    `The rows of ${label} were dropped on ${rowsDroppedAt.toISOString().slice(0, 10)}; it takes and gives none any more. Publish a new version.`,
    { featureSetVersion: label },
  );
}
