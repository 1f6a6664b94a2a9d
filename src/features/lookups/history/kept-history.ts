import { failedPrecondition } from '../../../platform/errors.js';
import { microsecondsUntil } from '../../../platform/time/instant.js';
import type { Definition } from '../../definitions/references/feature-references.sql.js';

/** Throws FAILED_PRECONDITION for moments whose history was compacted: what is left would answer them wrongly. */
export function requireKeptHistory(
  { label, historyFrom }: Pick<Definition, 'label' | 'historyFrom'>,
  moments: readonly string[],
): void {
  if (historyFrom === null) return;
  const missing = microsecondsUntil(historyFrom);
  const earlier = moments.find((moment) => moment !== 'infinity' && missing(moment) > 0);
  if (earlier === undefined) return;
  throw failedPrecondition(
    `${label} keeps its history from ${historyFrom} on; it can't tell what was so at ${earlier}.`,
    {
      featureSetVersion: label,
      historyFrom,
      found: earlier,
    },
  );
}
