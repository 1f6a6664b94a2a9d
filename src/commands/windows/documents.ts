import { graphql } from '@headwater/client/documents';

export const FIND_DATASET_VERSION = graphql(
  'query ($ref: Ref!) { datasetVersion(ref: $ref) { id label location digest dataset { name } } }',
);
export const REGISTER_DATASET_VERSION = graphql(`mutation ($input: RegisterDatasetVersionInput!) {
  registerDatasetVersion(input: $input) { created datasetVersion { id label } }
}`);
export const FIND_FEATURE_SET = graphql(`query ($ref: Ref!) { featureSet(ref: $ref) {
  latestVersion { sources { datasetVersion { id dataset { name } } } }
} }`);
export const PUBLISH_WINDOWS = graphql(`mutation ($input: PublishFeatureSetInput!) {
  publishFeatureSet(input: $input) { created featureSetVersion { id label current } }
}`);
export const FIND_WINDOW_RUNS = graphql(`query ($version: String!) {
  runs(
    filter: { types: [TRANSFORM], statuses: [SUCCEEDED], parameters: [{ name: "windows_of", value: $version }] }
    orderBy: [{ by: CREATED }]
    first: 1
  ) { nodes { parameters { name value } } }
}`);
export const START_RUN = graphql('mutation ($input: StartRunInput!) { startRun(input: $input) { run { id } } }');
export const LOG_RUN = graphql('mutation ($input: LogRunInput!) { logRun(input: $input) { run { id } } }');
export const FINISH_RUN = graphql('mutation ($input: FinishRunInput!) { finishRun(input: $input) { run { id } } }');
