import { get, patch, post, put, remove, type Step } from './steps.js';

const T = 1_700_000_000_000;
const run = { run_id: '{fluent}', run_uuid: '{fluent}' };
const FILES = '/api/2.0/mlflow-artifacts/artifacts';
const OF_RUN = `${FILES}/{fluents}/{fluent}/artifacts`;
const OF_MODEL = `${FILES}/{fluents}/models/{logged}/artifacts`;
const NAME = { name: 'fluent-model' };

/** What its client sends, in its order, where the steps of tracking and registry don't do so: runs begun again, files, models that are logged. */
export const CLIENT_STEPS: readonly Step[] = [
  post('the experiment of a client', 'experiments/create', { name: 'fluent' }, { fluents: 'experiment_id' }),
  post(
    'the run of a client',
    'runs/create',
    {
      experiment_id: '{fluents}',
      user_id: 'ann',
      run_name: 'fluent',
      start_time: T,
      tags: [{ key: 'mlflow.user', value: 'ann' }],
    },
    { fluent: 'run.info.run_id' },
  ),
  post('end the run', 'runs/update', { ...run, status: 'FINISHED', end_time: T + 1_000 }),
  get('the run, to begin again', 'runs/get', run),
  post('begin the run again', 'runs/update', { ...run, status: 'RUNNING' }),
  get('the run that was begun again', 'runs/get', run),
  // log_metric(…, dataset=…, model_id=…)
  post('the dataset of a metric', 'runs/log-inputs', {
    run_id: '{fluent}',
    datasets: [{ dataset: { name: 'held', digest: 'd1', source_type: 'local', source: '{}' } }],
  }),
  post('a metric of a dataset', 'runs/log-metric', {
    ...run,
    key: 'auc',
    value: 0.7,
    timestamp: T,
    step: 0,
    dataset_name: 'held',
    dataset_digest: 'd1',
  }),
  post('more of the metric', 'runs/log-batch', {
    run_id: '{fluent}',
    metrics: [1, 2, 3].map((step) => ({ key: 'auc', value: step, timestamp: T + step, step })),
  }),
  get(
    'the first page of a history',
    'metrics/get-history',
    { run_id: '{fluent}', metric_key: 'auc', max_results: '3' },
    { page: 'next_page_token' },
  ),
  get('the last page of a history', 'metrics/get-history', {
    run_id: '{fluent}',
    metric_key: 'auc',
    max_results: '3',
    page_token: '{page}',
  }),
  // log_artifact, log_table, list_artifacts, download_artifacts
  put('a file', `${OF_RUN}/plots/roc.txt`, 'curve'),
  put('a file at the top', `${OF_RUN}/top.json`, '{"a": 1}'),
  put('a file in place of another one', `${OF_RUN}/top.json`, '{"a": 2}'),
  post('a table', 'runs/set-tag', {
    ...run,
    key: 'mlflow.loggedArtifacts',
    value: '[{"path": "table.json", "type": "table"}]',
  }),
  get('the files of the run', 'artifacts/list', { run_id: '{fluent}' }),
  get('the files of a folder of the run', 'artifacts/list', { run_id: '{fluent}', path: 'plots' }),
  get('files of a folder that is none', 'artifacts/list', { run_id: '{fluent}', path: 'nothing' }),
  get('files outside of the run', 'artifacts/list', { run_id: '{fluent}', path: '../..' }),
  get('the files in the store', FILES, { path: '{fluents}/{fluent}/artifacts' }),
  get('the files of a folder in the store', FILES, { path: '{fluents}/{fluent}/artifacts/plots' }),
  get('the file', `${OF_RUN}/plots/roc.txt`),
  get('the file that took the place of another one', `${OF_RUN}/top.json`),
  get('a file that is not there', `${OF_RUN}/plots/none.txt`),
  post('a file in parts', '/api/2.0/mlflow-artifacts/mpu/create/{fluents}/{fluent}/artifacts', {
    path: 'big',
    num_parts: 2,
  }),
  // pyfunc.log_model(…, registered_model_name=…)
  post(
    'log a model',
    'logged-models',
    {
      experiment_id: '{fluents}',
      name: 'fluent',
      source_run_id: '{fluent}',
      params: [{ key: 'depth', value: '3' }],
      tags: [{ key: 'mlflow.user', value: 'ann' }],
    },
    { logged: 'model.info.model_id' },
  ),
  post('the model as an output', 'runs/outputs', { run_id: '{fluent}', models: [{ model_id: '{logged}', step: 2 }] }),
  put('a file of the model', `${OF_MODEL}/MLmodel`, 'flavors: {}'),
  put('a file of the model in a folder', `${OF_MODEL}/data/model.pkl`, 'bytes'),
  post('a parameter of the model', 'logged-models/{logged}/params', {
    model_id: '{logged}',
    params: [{ key: 'width', value: '2' }],
  }),
  patch('the model is ready', 'logged-models/{logged}', { model_id: '{logged}', status: 'LOGGED_MODEL_READY' }),
  get('the files of the model', 'logged-models/{logged}/artifacts/directories'),
  get('the files of a folder of the model', 'logged-models/{logged}/artifacts/directories', {
    artifact_directory_path: 'data',
  }),
  get('the files of the model in the store', FILES, { path: '{fluents}/models/{logged}/artifacts' }),
  get('a file of the model in the store', `${OF_MODEL}/MLmodel`),
  post('a metric of the model', 'runs/log-metric', {
    ...run,
    key: 'auc',
    value: 0.8,
    timestamp: T + 9,
    step: 9,
    model_id: '{logged}',
    dataset_name: 'held',
    dataset_digest: 'd1',
  }),
  post('the model as an input', 'runs/log-inputs', { run_id: '{fluent}', models: [{ model_id: '{logged}' }] }),
  post('find it by its metric', 'logged-models/search', {
    experiment_ids: ['{fluents}'],
    filter: "metrics.auc > 0.5 AND name = 'fluent'",
    order_by: [{ field_name: 'metrics.auc', ascending: false }],
    max_results: 5,
  }),
  // register_model("models:/m-…"), load_model("models:/…@…")
  post('a name for it', 'registered-models/create', NAME),
  post('the name once more', 'registered-models/create', NAME),
  post('register the logged model', 'model-versions/create', {
    ...NAME,
    source: 'models:/{logged}',
    model_id: '{logged}',
  }),
  patch('which versions it is', 'logged-models/{logged}/tags', {
    tags: [{ key: 'mlflow.modelVersions', value: '[{"name": "fluent-model", "version": 1}]' }],
  }),
  get('the logged model with its version', 'logged-models/{logged}'),
  post('an alias to load it by', 'registered-models/alias', { ...NAME, version: '1', alias: 'live' }),
  get('the version to load', 'registered-models/alias', { ...NAME, alias: 'live' }),
  get('where to load it from', 'model-versions/get-download-uri', { ...NAME, version: '1' }),
  get('the newest versions, asked as before', 'registered-models/get-latest-versions', NAME),
  post('what the experiment learnt from', '/ajax-api/2.0/mlflow/experiments/search-datasets', {
    experiment_ids: ['{fluents}'],
  }),
  get('a sampled history', '/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval', {
    run_ids: ['{fluent}'],
    metric_key: 'auc',
    max_results: '320',
  }),
  get('the run with all of it', 'runs/get', run),
  remove('no logged model any more', 'logged-models/{logged}', {}),
  get('the logged model, deleted', 'logged-models/{logged}'),
  get('that it is well', '/health'),
];
