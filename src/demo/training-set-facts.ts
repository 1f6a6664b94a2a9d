import { createHash } from 'node:crypto';
import { type DatasetFacts, describeDataset } from './dataset-facts.js';
import type { TrainingRow } from './model/late-flight-model.js';

/** What registering the joined rows needs. They are not stored as a file: the join makes them again, byte for byte. */
export function describeTrainingSet(rows: readonly TrainingRow[], features: readonly string[]): DatasetFacts {
  const names = features.map((feature) => feature.replace(':', '_'));
  const columns = [
    { name: 'event_time', type: 'TIMESTAMP' as const, description: 'When the flight left.' },
    ...names.map((name, index) => ({
      name,
      type: 'FLOAT64' as const,
      description: `Newest ${features[index]} before departure.`,
    })),
    {
      name: 'late',
      type: 'INT64' as const,
      description: 'The label: 1 if the flight was late by more than 15 minutes, else 0.',
    },
  ];
  const records = rows.map((row) => ({
    event_time: row.time,
    ...Object.fromEntries(names.map((name, index) => [name, row.vector[index] ?? null])),
    late: Number(row.label),
  }));
  const bytes = Buffer.from(records.map((record) => JSON.stringify(record)).join('\n'));
  const digest = createHash('sha256').update(bytes).digest('hex');
  return describeDataset<string>({
    name: 'flight_training',
    description:
      'One row per flight from 8 January 2001 on: features as they were known before departure, and the label.',
    locationUri: `headwater:demo/flight_training/${digest}`,
    format: 'json',
    bytes,
    columns,
    rows: records,
  });
}
