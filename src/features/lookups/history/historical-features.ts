import type { Reader } from '../../../platform/database/replica/reader.js';
import { badInput } from '../../../platform/errors.js';
import { describeValue } from '../../../platform/text/describe-value.js';
import { expectedInstant, now, parseInstant } from '../../../platform/time/instant.js';
import type { EntityKey } from '../../../values/entity-keys.js';
import { RESERVED_COLUMN } from '../../definitions/entities/entity.input.js';
import { FeatureTableText } from '../online/answers/feature-table.js';
import type { LargeAnswers } from '../online/answers/large-answers.js';
import type { Matrix } from '../online/answers/matrix.js';
import { ExpiredPolicy, Int64Format } from '../online/lookup-enums.js';
import { countAnswered, demandValues, type LookupPlan, type ReadingAsker } from '../online/plans/lookup-plan.js';
import { KnownAt } from './known-at.js';
import { readHistory } from './read-history.js';

export const MAX_SPINE_ROWS = 10_000;

export interface HistorySource {
  readonly reader: Reader;
  readonly largeAnswers: LargeAnswers;
}

/**
 * Point-in-time join of a small spine: for each row the values that were true at its event_time. One output row per
 * spine row, in order, duplicates included; an expired or missing value is null.
 */
export async function historicalFeatures(
  { reader, largeAnswers }: HistorySource,
  plan: LookupPlan,
  spine: unknown,
  knownAt: KnownAt,
  { asker, matrices }: { asker: ReadingAsker; matrices: ReadonlySet<Matrix> },
): Promise<FeatureTableText> {
  demandValues(plan, asker);
  const rows = readSpine(spine);
  const moments = rows.map((row, index) => momentOf(row, index));
  const known = knownAt === KnownAt.EVENT ? moments : moments.map(() => 'infinity');
  const [columns, sets] = [plan.columns.length, plan.sets.length];
  const size = { what: 'spine rows', rows: rows.length, columns, sets, matrices };
  return largeAnswers.make(size, asker, async () => {
    const found = await readHistory(reader, plan, rows, moments, known, asker, 'spine');
    const options = { onExpired: ExpiredPolicy.NULL, int64: Int64Format.NUMBER, matrices };
    const table = new FeatureTableText({
      plan,
      entityKeys: rows,
      rows: found.rows,
      readAt: now(),
      options,
      freshAt: found.freshAt,
      budget: asker.budget,
      moments,
    });
    await table.writeAhead();
    countAnswered(plan, false);
    return table;
  });
}

function readSpine(spine: unknown): EntityKey[] {
  if (!Array.isArray(spine)) {
    throw badInput(
      `spine is ${describeValue(spine)}; it is a list of rows such as {"airport": "SEA", "event_time": "2026-11-24T00:00:00Z"}.`,
      { field: 'spine' },
    );
  }
  if (spine.length > MAX_SPINE_ROWS) {
    throw badInput(`The spine has ${spine.length} rows; at most ${MAX_SPINE_ROWS} fit in one request.`, {
      field: 'spine',
      expected: MAX_SPINE_ROWS,
      found: spine.length,
    });
  }
  const wrong = spine.findIndex((row) => typeof row !== 'object' || row === null || Array.isArray(row));
  if (wrong >= 0)
    throw badInput(`spine[${wrong}] is ${describeValue(spine[wrong])}; a row is an object.`, {
      field: 'spine',
      row: wrong,
    });
  return spine as EntityKey[];
}

function momentOf(row: EntityKey, index: number): string {
  const parsed = parseInstant(row[RESERVED_COLUMN]);
  if (parsed.ok) return parsed.value;
  throw badInput(
    `spine[${index}].${RESERVED_COLUMN} is ${describeValue(row[RESERVED_COLUMN])}; expected ${expectedInstant(parsed.why)}.`,
    {
      row: index,
      column: RESERVED_COLUMN,
    },
  );
}
