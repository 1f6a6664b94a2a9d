import type { HeadwaterClient } from '@headwater/client';
import type { DatasetFacts } from './dataset-facts.js';

const REGISTER = `mutation RegisterDatasetVersion($input: RegisterDatasetVersionInput!) {
  registerDatasetVersion(input: $input) { datasetVersion { label } }
}`;

type Registered = { registerDatasetVersion: { datasetVersion: { label: string } } };

/** Registers one state of a dataset; gives its label, such as `flights@1`. */
export async function registerDataset(
  client: HeadwaterClient,
  facts: Omit<DatasetFacts, 'format'>,
  lineage: { derivedFrom?: readonly string[]; run?: string } = {},
): Promise<string> {
  const { registerDatasetVersion } = await client.graphql<Registered>(REGISTER, {
    input: {
      dataset: facts.name,
      location: facts.locationUri,
      digest: `sha256:${facts.sha256}`,
      rowCount: facts.rowCount,
      byteCount: facts.byteCount,
      columns: facts.columns,
      description: facts.description,
      ...lineage,
    },
  });
  return registerDatasetVersion.datasetVersion.label;
}
