import type { TrainingRow } from '../model/late-flight-model.js';
import { type Variant, vectorColumns } from './late-flight-variants.js';

/** Joined rows as examples for a variant. Throws where a column is missing or holds no number. */
export function variantRows(rows: readonly Readonly<Record<string, unknown>>[], variant: Variant): TrainingRow[] {
  const columns = vectorColumns(variant);
  return rows.map((row) => ({
    time: String(row.event_time),
    vector: columns.map((column) => {
      const value = row[column];
      if (value === null || typeof value === 'number') return value;
      throw new TypeError(`${column} of a joined row is ${JSON.stringify(value)}; it has to be a number or null.`);
    }),
    label: row.late === true,
  }));
}
