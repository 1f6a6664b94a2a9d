import { seedFeatureSet, writeRows } from '../support/seeds/feature-seed.js';
import type { GraphqlClient } from '../support/service/graphql-client.js';

let names = 0;

export const at = (hour: number) => `2026-01-01T${String(hour).padStart(2, '0')}:00:00Z`;

/** A name that nothing has yet. */
export const fresh = (name: string) => `${name}_${++names}`;

/** Delays of airports with a TTL of three hours, and flights of routes. */
export async function twoSets(app: GraphqlClient): Promise<{ delays: string; routes: string }> {
  const delays = await seedFeatureSet(app, {
    name: fresh('delays'),
    features: [
      { name: 'mean', type: 'FLOAT64' },
      { name: 'worst', type: 'INT64' },
    ],
    ttlSeconds: 3 * 3600,
  });
  const routes = await seedFeatureSet(app, {
    name: fresh('routes'),
    entity: 'route',
    joinKeys: ['airport', 'destination'].map((name) => ({ name, type: 'STRING' })),
    features: [
      { name: 'flights', type: 'INT64' },
      { name: 'carrier', type: 'STRING' },
    ],
  });
  await writeRows(app, delays, [
    { airport: 'SEA', mean: 1.5, worst: 10, event_time: at(1) },
    { airport: 'SEA', mean: null, worst: 20, event_time: at(5) },
  ]);
  await writeRows(app, routes, [
    { airport: 'SEA', destination: 'DEN', flights: 7, carrier: 'A, "B"\\', event_time: at(2) },
  ]);
  return { delays, routes };
}

export const SPINE = [
  { airport: 'SEA', destination: 'DEN', event_time: at(4), late: true },
  { airport: 'SEA', destination: 'DEN', event_time: at(4), late: true },
  { airport: 'SEA', destination: 'LAX', event_time: at(6), late: false },
  { airport: 'SEA', destination: 'DEN', event_time: at(9), late: null },
  { airport: 'DEN', destination: 'SEA', event_time: at(9), late: false },
];
