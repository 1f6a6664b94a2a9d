import type { ColumnType } from '../dataset-facts.js';

export interface FeatureDefinition {
  name: string;
  type: ColumnType;
  /** Says the unit, and when the value is null. */
  description: string;
  /** Columns of the source dataset that the value is computed from, keys and window bounds included. */
  sourceColumns: readonly string[];
}

/** A feature set as the demo publishes it; the order of the features is part of the definition. */
export interface FeatureSetDefinition {
  name: string;
  description: string;
  entity: { name: string; description: string; joinKeys: readonly { name: string; type: ColumnType }[] };
  /** Dataset version that all source columns belong to. */
  source: string;
  features: readonly FeatureDefinition[];
}

const SOURCE = 'flights@1';

export const AIRPORT_TRAFFIC: FeatureSetDefinition = {
  name: 'airport_traffic',
  description:
    'How busy and how punctual an airport was over the 7 days before the event time. One row per airport and day.',
  entity: {
    name: 'airport',
    description: 'An airport, by IATA code.',
    joinKeys: [{ name: 'airport', type: 'STRING' }],
  },
  source: SOURCE,
  features: [
    {
      name: 'departures_7d',
      type: 'INT64',
      description: 'Departures in the 7 days before the event time (count).',
      sourceColumns: ['origin', 'date'],
    },
    {
      name: 'mean_delay_7d',
      type: 'FLOAT64',
      description: 'Mean arrival delay of those departures (minutes, negative when early); null without departures.',
      sourceColumns: ['origin', 'date', 'delay'],
    },
    {
      name: 'late_share_7d',
      type: 'FLOAT64',
      description:
        'Share of those departures that arrived more than 15 minutes late (0 to 1); null without departures.',
      sourceColumns: ['origin', 'date', 'delay'],
    },
  ],
};

export const ROUTE_HISTORY: FeatureSetDefinition = {
  name: 'route_history',
  description:
    'How often and how punctually a route was flown over the 30 days before the event time. One row per route and day on which that changed.',
  entity: {
    name: 'route',
    description: 'A directed pair of airports, by IATA codes.',
    joinKeys: [
      { name: 'origin', type: 'STRING' },
      { name: 'destination', type: 'STRING' },
    ],
  },
  source: SOURCE,
  features: [
    {
      name: 'flights_30d',
      type: 'INT64',
      description: 'Flights on the route in the 30 days before the event time (count).',
      sourceColumns: ['origin', 'destination', 'date'],
    },
    {
      name: 'mean_delay_30d',
      type: 'FLOAT64',
      description: 'Mean arrival delay of those flights (minutes, negative when early); null without flights.',
      sourceColumns: ['origin', 'destination', 'date', 'delay'],
    },
    {
      name: 'late_share_30d',
      type: 'FLOAT64',
      description: 'Share of those flights that arrived more than 15 minutes late (0 to 1); null without flights.',
      sourceColumns: ['origin', 'destination', 'date', 'delay'],
    },
    {
      name: 'distance_miles',
      type: 'FLOAT64',
      description: 'Length of the route (miles).',
      sourceColumns: ['origin', 'destination', 'distance'],
    },
  ],
};
