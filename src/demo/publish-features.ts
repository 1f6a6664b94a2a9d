import type { HeadwaterClient } from '@headwater/client';
import type { FeatureSetDefinition } from './flights/airport-traffic.js';

const DEFINE_ENTITY = `mutation DefineEntity($input: DefineEntityInput!) { defineEntity(input: $input) { created } }`;
const PUBLISH = `mutation PublishFeatureSet($input: PublishFeatureSetInput!) {
  publishFeatureSet(input: $input) { featureSetVersion { label current } }
}`;
const ACTIVATE = `mutation Activate($input: ActivateFeatureSetVersionInput!) {
  activateFeatureSetVersion(input: $input) { changed }
}`;

/** Where features come from: dataset versions, and the run that computes them. */
export interface FeatureOrigin {
  readonly flights: string;
  readonly airports: string;
  readonly run: string;
}

type Published = { publishFeatureSet: { featureSetVersion: { label: string; current: boolean } } };

/** Defines the entity and publishes the feature set; gives its version. */
export async function publishFeatures(
  client: HeadwaterClient,
  definition: FeatureSetDefinition,
  { flights, airports, run }: FeatureOrigin,
): Promise<{ label: string; current: boolean }> {
  await client.graphql(DEFINE_ENTITY, { input: definition.entity });
  const { publishFeatureSet } = await client.graphql<Published>(PUBLISH, {
    input: {
      name: definition.name,
      description: definition.description,
      entity: definition.entity.name,
      ttlSeconds: definition.ttlSeconds,
      features: definition.features.map(({ sourceColumns, ...feature }) => ({
        ...feature,
        sources: [
          { dataset: flights, columns: sourceColumns },
          { dataset: airports, columns: ['iata', 'latitude', 'longitude'] },
        ],
      })),
      transformation: {
        repository: 'https://github.com/headwater/headwater',
        entryPoint: 'src/demo/flights/flights.sql.ts',
      },
      run,
    },
  });
  return publishFeatureSet.featureSetVersion;
}

/** Makes a version current that replaces one with other features, as that of an earlier demo is. */
export async function replaceFeatures(client: HeadwaterClient, featureSetVersion: string): Promise<void> {
  const reason = 'The demo has hourly features now; what reads the daily ones has them pinned.';
  await client.graphql(ACTIVATE, { input: { featureSetVersion, force: true, reason } });
}

/** Writes feature rows, each JSON; the dataset version they came from stands in lineage. */
export async function writeRows(
  client: HeadwaterClient,
  featureSet: string,
  rows: readonly string[],
  dataset: string,
): Promise<void> {
  await client.request(`/v1/feature-sets/${encodeURIComponent(featureSet)}/rows?${new URLSearchParams({ dataset })}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: rows.join('\n'),
  });
}
