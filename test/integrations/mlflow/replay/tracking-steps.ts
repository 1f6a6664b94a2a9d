import { get, post, type Step } from './steps.js';

const T = 1_700_000_000_000;
const run = { run_id: '{run}', run_uuid: '{run}' };
const TAG = { key: 'team', value: 'delays' };

const EXPERIMENTS: readonly Step[] = [
  get('the default experiment', 'experiments/get', { experiment_id: '0' }),
  get('the default experiment by name', 'experiments/get-by-name', { experiment_name: 'Default' }),
  get('an experiment that is missing, by name', 'experiments/get-by-name', { experiment_name: 'flights' }),
  post('an experiment', 'experiments/create', { name: 'flights', tags: [TAG] }, { exp: 'experiment_id' }),
  post('an experiment twice', 'experiments/create', { name: 'flights' }),
  post('an experiment without name', 'experiments/create', {}),
  post('an experiment with an empty name', 'experiments/create', { name: '' }),
  post('an experiment whose name is a number', 'experiments/create', { name: 7 }),
  post(
    'an experiment with a place',
    'experiments/create',
    { name: 'placed', artifact_location: 's3://bucket/x' },
    { placed: 'experiment_id' },
  ),
  get('the placed experiment', 'experiments/get', { experiment_id: '{placed}' }),
  get('the experiment', 'experiments/get', { experiment_id: '{exp}' }),
  get('the experiment by name', 'experiments/get-by-name', { experiment_name: 'flights' }),
  get('no experiment', 'experiments/get', { experiment_id: '123456' }),
  get('an experiment without id', 'experiments/get'),
  post('tag the experiment', 'experiments/set-experiment-tag', { experiment_id: '{exp}', key: 'a', value: 'b' }),
  post('tag it without key', 'experiments/set-experiment-tag', { experiment_id: '{exp}', value: 'b' }),
  post('untag the experiment', 'experiments/delete-experiment-tag', { experiment_id: '{exp}', key: 'a' }),
  post('rename the experiment', 'experiments/update', { experiment_id: '{exp}', new_name: 'delays' }),
  post('rename it to what there is', 'experiments/update', { experiment_id: '{exp}', new_name: 'placed' }),
  get('the renamed one', 'experiments/get', { experiment_id: '{exp}' }),
  post('search experiments', 'experiments/search', { max_results: 10, order_by: ['name ASC'] }),
  post('search experiments by name', 'experiments/search', { max_results: 10, filter: "name = 'delays'" }),
  post('search experiments by pattern', 'experiments/search', {
    max_results: 10,
    filter: "name LIKE 'd%' AND tags.team = 'delays'",
  }),
  post('search experiments by a missing tag', 'experiments/search', { max_results: 10, filter: "tags.team != 'x'" }),
  post(
    'a page of experiments',
    'experiments/search',
    { max_results: 1, order_by: ['name ASC'] },
    { token: 'next_page_token' },
  ),
  post('the next page of experiments', 'experiments/search', {
    max_results: 1,
    order_by: ['name ASC'],
    page_token: '{token}',
  }),
  post('search experiments wrongly', 'experiments/search', { max_results: 10, filter: "nome = 'x'" }),
  post('search no experiments', 'experiments/search', { max_results: 0 }),
  post('delete the placed one', 'experiments/delete', { experiment_id: '{placed}' }),
  get('the deleted one', 'experiments/get', { experiment_id: '{placed}' }),
  post('make it anew', 'experiments/create', { name: 'placed' }),
  post('search deleted experiments', 'experiments/search', { max_results: 10, view_type: 'DELETED_ONLY' }),
  post('restore it', 'experiments/restore', { experiment_id: '{placed}' }),
];

const RUNS: readonly Step[] = [
  post(
    'a run',
    'runs/create',
    { experiment_id: '{exp}', user_id: 'ann', run_name: 'first', start_time: T, tags: [TAG] },
    { run: 'run.info.run_id' },
  ),
  post('a run of two names', 'runs/create', {
    experiment_id: '{exp}',
    run_name: 'a',
    tags: [{ key: 'mlflow.runName', value: 'b' }],
  }),
  post('a run of no experiment', 'runs/create', { experiment_id: '123456', start_time: T }),
  post('a run that starts at noon', 'runs/create', { experiment_id: '{exp}', start_time: 'noon' }),
  post(
    'a run within',
    'runs/create',
    {
      experiment_id: '{exp}',
      run_name: 'child',
      start_time: T + 5,
      tags: [{ key: 'mlflow.parentRunId', value: '{run}' }],
    },
    { child: 'run.info.run_id' },
  ),
  post('a parameter', 'runs/log-parameter', { ...run, key: 'lr', value: '0.1' }),
  post('the parameter again', 'runs/log-parameter', { ...run, key: 'lr', value: '0.1' }),
  post('the parameter otherwise', 'runs/log-parameter', { ...run, key: 'lr', value: '0.2' }),
  post('a parameter without key', 'runs/log-parameter', { ...run, value: '0.2' }),
  post('a parameter of a bad name', 'runs/log-parameter', { ...run, key: 'a//b', value: '1' }),
  post('a metric', 'runs/log-metric', { ...run, key: 'acc', value: 0.5, timestamp: T, step: 1 }),
  post('a metric as text', 'runs/log-metric', {
    ...run,
    key: 'acc',
    value: '0.75',
    timestamp: String(T + 1),
    step: '2',
  }),
  post('a metric that is NaN', 'runs/log-metric', { ...run, key: 'nan', value: 'NaN', timestamp: T, step: 0 }),
  post('a metric that is infinite', 'runs/log-metric', {
    ...run,
    key: 'inf',
    value: 'Infinity',
    timestamp: T,
    step: 0,
  }),
  post('a metric without value', 'runs/log-metric', { ...run, key: 'acc', timestamp: T }),
  post('a metric without time', 'runs/log-metric', { ...run, key: 'acc', value: 1 }),
  post('a metric that is no number', 'runs/log-metric', { ...run, key: 'acc', value: 'much', timestamp: T }),
  post('a metric of a bad name', 'runs/log-metric', { ...run, key: 'a*b', value: 1, timestamp: T }),
  post('a metric before time', 'runs/log-metric', { ...run, key: 'acc', value: 1, timestamp: -1 }),
  post('a metric of no run', 'runs/log-metric', { run_id: '0'.repeat(32), key: 'acc', value: 1, timestamp: T }),
  post('a batch', 'runs/log-batch', {
    run_id: '{run}',
    metrics: [
      { key: 'loss', value: 2, timestamp: T, step: 0 },
      { key: 'loss', value: 1, timestamp: T + 1, step: 1 },
    ],
    params: [{ key: 'depth', value: '3' }],
    tags: [{ key: 'batch', value: 'yes' }],
  }),
  post('the batch again', 'runs/log-batch', {
    run_id: '{run}',
    metrics: [{ key: 'loss', value: 2, timestamp: T, step: 0 }],
    params: [{ key: 'depth', value: '3' }],
  }),
  post('a batch that changes a parameter', 'runs/log-batch', {
    run_id: '{run}',
    params: [{ key: 'depth', value: '4' }],
  }),
  post('a batch with a parameter twice', 'runs/log-batch', {
    run_id: '{run}',
    params: [
      { key: 'x', value: '1' },
      { key: 'x', value: '1' },
    ],
  }),
  post('a batch without time', 'runs/log-batch', { run_id: '{run}', metrics: [{ key: 'loss', value: 1 }] }),
  post('a batch of too much', 'runs/log-batch', {
    run_id: '{run}',
    tags: Array.from({ length: 101 }, (_, i) => ({ key: `k${i}`, value: '' })),
  }),
  post('a batch that is no list', 'runs/log-batch', { run_id: '{run}', metrics: 7 }),
  post('a tag', 'runs/set-tag', { ...run, key: 'note', value: 'good' }),
  post('a new name', 'runs/set-tag', { ...run, key: 'mlflow.runName', value: 'best' }),
  post('untag the run', 'runs/delete-tag', { run_id: '{run}', key: 'note' }),
  post('untag the run again', 'runs/delete-tag', { run_id: '{run}', key: 'note' }),
  post('a dataset', 'runs/log-inputs', {
    run_id: '{run}',
    datasets: [
      {
        tags: [{ key: 'mlflow.data.context', value: 'training' }],
        dataset: {
          name: 'flights',
          digest: 'abc123',
          source_type: 's3',
          source: '{"uri": "s3://b/f.csv"}',
          schema: '{"mlflow_colspec": [{"type": "long", "name": "a"}]}',
          profile: '{"num_rows": 2}',
        },
      },
    ],
  }),
  post('the end', 'runs/update', { ...run, status: 'FINISHED', end_time: T + 60_000 }),
  post('an end that is none', 'runs/update', { ...run, status: 'ASLEEP' }),
  get('the run', 'runs/get', run),
  get('no run', 'runs/get', { run_id: 'f'.repeat(32) }),
  get('a run without id', 'runs/get'),
  get('a history', 'metrics/get-history', { run_id: '{run}', metric_key: 'acc', max_results: '25000' }),
  get('a history of nothing', 'metrics/get-history', { run_id: '{run}', metric_key: 'nothing', max_results: '25000' }),
  get('a history of no metric', 'metrics/get-history', { run_id: '{run}' }),
  get('a history in bulk', 'metrics/get-history-bulk', { run_id: ['{run}', '{child}'], metric_key: 'loss' }),
];

const search = (name: string, more: object): Step =>
  post(name, 'runs/search', { experiment_ids: ['{exp}'], max_results: 10, ...more });

const SEARCHES: readonly Step[] = [
  search('all runs', {}),
  search('runs by metric', { filter: 'metrics.acc > 0.6', order_by: ['metrics.acc DESC'] }),
  search('runs by NaN', { order_by: ['metrics.nan ASC'] }),
  search('runs by parameter', { filter: "params.lr = '0.1' and params.depth != '9'" }),
  search('runs by pattern', { filter: "tags.team ILIKE 'DEL%' AND attributes.run_name LIKE 'b%'" }),
  search('runs by status', { filter: "attributes.status = 'FINISHED'", order_by: ['attributes.start_time ASC'] }),
  search('runs by time', { filter: `start_time < ${T + 3}` }),
  search('runs by dataset', { filter: "datasets.name = 'flights' and dataset.context IN ('training')" }),
  search('runs by id', { filter: "attributes.run_id IN ('{run}', '{child}')", order_by: ['run_name'] }),
  search('runs that lack a tag', { filter: 'tags.batch IS NULL' }),
  search('runs by quoted names', { filter: 'tags.`mlflow.parentRunId` = "{run}"' }),
  search('a page of runs', { max_results: 1, order_by: ['start_time ASC'] }),
  search('runs with OR', { filter: 'metrics.acc > 1 OR metrics.acc < 0' }),
  search('runs by nothing known', { filter: "colour.x = '1'" }),
  search('runs by no attribute', { filter: "attributes.colour = '1'" }),
  search('runs by a metric that is text', { filter: "metrics.acc > '1'" }),
  search('runs by a parameter that is a number', { filter: 'params.lr = 1' }),
  search('runs by half a comparison', { filter: 'metrics.acc >' }),
  search('runs by a pattern of numbers', { filter: 'metrics.acc LIKE 1' }),
  search('runs in no order', { order_by: ['metrics.acc SIDEWAYS'] }),
  search('too many runs', { max_results: 50_001 }),
  search('runs by a bad token', { page_token: '!!' }),
];

const ENDS: readonly Step[] = [
  post('delete the child', 'runs/delete', { run_id: '{child}' }),
  get('the deleted child', 'runs/get', { run_id: '{child}' }),
  post('log to the deleted child', 'runs/log-parameter', { run_id: '{child}', key: 'x', value: '1' }),
  search('deleted runs', { run_view_type: 'DELETED_ONLY' }),
  post('restore the child', 'runs/restore', { run_id: '{child}' }),
  post('restore the child again', 'runs/restore', { run_id: '{child}' }),
];

export const TRACKING_STEPS = [...EXPERIMENTS, ...RUNS, ...SEARCHES, ...ENDS];
