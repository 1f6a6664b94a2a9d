import { graphql } from '@headwater/client/documents';

export const FIND_DATASET_VERSION = graphql('query ($ref: Ref!) { datasetVersion(ref: $ref) { digest } }');
export const REGISTER_DATASET = graphql(
  'mutation ($input: RegisterDatasetVersionInput!) { registerDatasetVersion(input: $input) { created } }',
);
export const ENTITY_TAGS = graphql('query ($ref: Ref!) { entity(ref: $ref) { id tags { key value } } }');
export const SET_TAGS = graphql('query ($ref: Ref!) { featureSet(ref: $ref) { id tags { key value } } }');
export const UPDATE_TAGS = graphql('mutation ($input: UpdateNodeInput!) { updateNode(input: $input) { node { id } } }');
