/** Tests of MLflow about what Headwater is not: by their names. */
export const ASIDE =
  /trace|span|assessment|gateway|secret|endpoint|scorer|scoring|issue|prompt|provider|list_models|model_definition|workspace|webhook|evaluation_dataset|dataset_(?:to|from)_experiments|dataset_experiment|add_multiple_experiments|idempotent_(?:add|remove)|add_remove_experiments|job/;

/** Tests that start a server, or containers, of MLflow themselves: they would ask nothing of Headwater. */
export const OF_OTHER_SERVERS = ['test_create_model_version_with_validation_regex', 'test_mlflow_artifacts_example'];

export interface Difference {
  readonly tests: RegExp;
  readonly why: string;
}

const SERVED = 'Headwater serves the artifacts of all experiments: their URIs begin with mlflow-artifacts:, not file:';
const WITHIN = 'artifacts belong to a run or a logged model; there is none beside them';

/** Tests of MLflow that fail here, and why they may. docs/mlflow.md says the same. One that passes has to be struck off. */
export const DIFFERENCES: readonly Difference[] = [
  { tests: /::test_artifacts\[/, why: SERVED },
  { tests: /::test_create_model_version_with_(?:path_source|file_uri)\[/, why: SERVED },
  { tests: /::test_create_model_version_with_non_local_source\[/, why: SERVED },
  { tests: /::test_log_artifact$/, why: 'bytes lie under their digests, not where MLflow puts files' },
  { tests: /::test_mlflow_artifacts_rest_apis$/, why: WITHIN },
  { tests: /::test_mime_type_for_download_artifacts_api\[|::test_server_overrides_requested_mime_type\[/, why: WITHIN },
  { tests: /::test_rest_get_model_version_artifact_api_proxied_artifact_root$/, why: WITHIN },
  { tests: /::test_create_experiment_validation\[/, why: 'a message writes 9.0 as JSON has it: 9' },
  { tests: /graphql/, why: 'GraphQL is of Headwater, at /graphql; what MLflow has there is for its own pages' },
];
