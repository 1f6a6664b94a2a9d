import type { HeadwaterClient } from '@headwater/client';
import type { FeatureSetDefinition } from './flights/flight-feature-sets.js';

const DEFINE_ENTITY = `mutation DefineEntity($input: DefineEntityInput!) { defineEntity(input: $input) { created } }`;
const PUBLISH = `mutation PublishFeatureSet($input: PublishFeatureSetInput!) {
  publishFeatureSet(input: $input) { featureSetVersion { label } }
}`;
const WRITE = `mutation WriteFeatures($input: WriteFeaturesInput!) {
  writeFeatures(input: $input) { written unchanged }
}`;

const ROWS_PER_CALL = 5_000;

/** Defines the entity and publishes the feature set; gives the label of its version, such as `airport_traffic@1`. */
export async function publishFeatures(
  client: HeadwaterClient,
  definition: FeatureSetDefinition,
  source: string,
  run: string,
): Promise<string> {
  await client.graphql(DEFINE_ENTITY, { input: definition.entity });
  const { publishFeatureSet } = await client.graphql<{ publishFeatureSet: { featureSetVersion: { label: string } } }>(
    PUBLISH,
    {
      input: {
        name: definition.name,
        description: definition.description,
        entity: definition.entity.name,
        features: definition.features.map(({ sourceColumns, ...feature }) => ({
          ...feature,
          sources: [{ dataset: source, columns: sourceColumns }],
        })),
        transformation: {
          repository: 'https://github.com/headwater/headwater',
          entryPoint: 'src/demo/flight-features.ts',
        },
        run,
      },
    },
  );
  return publishFeatureSet.featureSetVersion.label;
}

/** Writes feature rows, some thousand a call; `onProgress` is told how many have been sent. */
export async function writeRows(
  client: HeadwaterClient,
  featureSet: string,
  rows: readonly object[],
  run: string,
  onProgress: (sent: number) => void,
): Promise<void> {
  for (let begin = 0; begin < rows.length; begin += ROWS_PER_CALL) {
    await client.graphql(WRITE, { input: { featureSet, rows: rows.slice(begin, begin + ROWS_PER_CALL), run } });
    onProgress(Math.min(begin + ROWS_PER_CALL, rows.length));
  }
}
