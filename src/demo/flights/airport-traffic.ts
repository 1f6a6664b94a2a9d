import type { ColumnType } from '../dataset-facts.js';

export interface FeatureDefinition {
  name: string;
  type: ColumnType;
  /** Says the unit, and when the value is null. */
  description: string;
  /** Columns of the flights that the value is computed from, keys and window bounds included. */
  sourceColumns: readonly string[];
}

/** A feature set as the demo publishes it; the order of the features is part of the definition. */
export interface FeatureSetDefinition {
  name: string;
  description: string;
  entity: { name: string; description: string; joinKeys: readonly { name: string; type: ColumnType }[] };
  ttlSeconds: number;
  features: readonly FeatureDefinition[];
}

/** When a flight has landed is an estimate from these. */
const KNOWN_BY = ['origin', 'date', 'distance', 'delay'];

export const AIRPORT_TRAFFIC: FeatureSetDefinition = {
  name: 'airport_traffic',
  description:
    'How busy and how punctual an airport was, from its departures of the 3 hours before the event time that had landed by then. One row per airport and hour.',
  entity: {
    name: 'airport',
    description: 'An airport, by IATA code.',
    joinKeys: [{ name: 'airport', type: 'STRING' }],
  },
  ttlSeconds: 6 * 3_600,
  features: [
    {
      name: 'departures_3h',
      type: 'INT64',
      description: 'Departures in the 3 hours before the event time that had landed by then (count).',
      sourceColumns: KNOWN_BY,
    },
    {
      name: 'mean_delay_3h',
      type: 'FLOAT64',
      description: 'Mean arrival delay of those flights (minutes, negative when early); null without any.',
      sourceColumns: KNOWN_BY,
    },
    {
      name: 'late_share_3h',
      type: 'FLOAT64',
      description: 'Share of those flights that arrived more than 15 minutes late (0 to 1); null without any.',
      sourceColumns: KNOWN_BY,
    },
  ],
};
