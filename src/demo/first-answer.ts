import type { HeadwaterClient } from '@headwater/client';
import { AIRPORT_TRAFFIC } from './flights/airport-traffic.js';

/** The last hour of the flights. */
const AS_OF = '2001-04-01T00:00:00Z';
const AIRPORT = 'SEA';
const FIRST = `
  query FirstAnswer($features: [Ref!]!, $entities: EntityKeys!, $asOf: DateTime!) {
    onlineFeatures(features: $features, entities: $entities, asOf: $asOf) { values }
  }`;

interface FirstAnswer {
  readonly onlineFeatures: { readonly values: readonly (readonly unknown[])[] };
}

/** What can be asked as soon as rows are written, long before there is a model; a line for the terminal. */
export async function firstAnswer(client: HeadwaterClient): Promise<string> {
  const names = AIRPORT_TRAFFIC.features.map(({ name }) => name);
  const { onlineFeatures } = await client.graphql<FirstAnswer>(FIRST, {
    features: names.map((name) => `${AIRPORT_TRAFFIC.name}:${name}`),
    entities: [{ airport: AIRPORT }],
    asOf: AS_OF,
  });
  const values = onlineFeatures.values[0] ?? [];
  const shown = names.map((name, index) => `${name} ${rounded(values[index])}`);
  return `Features answer from now on: ${AIRPORT} at ${AS_OF} had ${shown.join(', ')}`;
}

function rounded(value: unknown): string {
  return typeof value === 'number' ? String(Math.round(value * 1_000) / 1_000) : String(value);
}
