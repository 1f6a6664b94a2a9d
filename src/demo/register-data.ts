import type { DatasetFacts } from './dataset-facts.js';
import type { Send } from './graphql-client.js';

const REGISTER = `mutation RegisterDatasetVersion($input: RegisterDatasetVersionInput!) {
  registerDatasetVersion(input: $input) { datasetVersion { label } }
}`;

type Registered = { registerDatasetVersion: { datasetVersion: { label: string } } };

/** Registers one state of a dataset; gives its label, such as `flights@1`. */
export async function registerDataset(
  send: Send,
  facts: Omit<DatasetFacts, 'format'>,
  lineage: { derivedFrom?: readonly string[]; run?: string } = {},
): Promise<string> {
  const { registerDatasetVersion } = await send<Registered>(REGISTER, {
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
