import { badInput } from '../../platform/errors.js';
import { describeValue } from '../../platform/text/describe-value.js';
import type { TableRow } from '../../tables/table-batch.js';
import type { SpineSource } from '../create-training-set.js';
import type { CreateTrainingSetInput } from './training-set.input.js';

/** The spine that a request brings, or the dataset that it names. */
export function spineOf({ spine, spineDataset }: Pick<CreateTrainingSetInput, 'spine' | 'spineDataset'>): SpineSource {
  if ((spine == null) === (spineDataset == null)) {
    throw badInput(`Give either spine or spineDataset; ${spine == null ? 'none was' : 'both were'} given.`, {
      field: 'spine',
    });
  }
  return spineDataset == null ? inlineSpine(spine) : { dataset: spineDataset };
}

function inlineSpine(spine: unknown): SpineSource {
  if (!Array.isArray(spine)) {
    throw badInput(
      `spine is ${describeValue(spine)}; it is a list of rows such as {"airport": "SEA", "event_time": "2026-11-24T00:00:00Z"}.`,
      { field: 'spine' },
    );
  }
  const wrong = spine.findIndex((row) => typeof row !== 'object' || row === null || Array.isArray(row));
  if (wrong >= 0) {
    throw badInput(`spine[${wrong}] is ${describeValue(spine[wrong])}; a row is an object.`, {
      field: 'spine',
      row: wrong,
    });
  }
  return { rows: [{ firstRow: 1, rows: spine as TableRow[] }], place: (row) => `spine[${row - 1}]` };
}
