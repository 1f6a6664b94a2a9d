import { get, patch, post, type Step } from './steps.js';

const T = 1_700_000_000_000;
const run = { run_id: '{run}' };
const long = (length: number) => 'x'.repeat(length);
const pairs = (count: number) => Array.from({ length: count }, (_, n) => ({ key: `k${n}`, value: 'v' }));
const token = (text: string) => Buffer.from(text).toString('base64');

/** What is too much, too long or forged, and names of any letters. */
export const LIMIT_STEPS: readonly Step[] = [
  post('a batch of too many parameters', 'runs/log-batch', { ...run, params: pairs(101) }),
  post('a batch of too many tags', 'runs/log-batch', { ...run, tags: pairs(101) }),
  post('a metric of a long name', 'runs/log-metric', { ...run, key: long(251), value: 1, timestamp: T }),
  post('a parameter of a long name', 'runs/log-parameter', { ...run, key: long(251), value: 'v' }),
  post('a parameter of a long value', 'runs/log-parameter', { ...run, key: 'long', value: long(6_001) }),
  post('a tag of a long name', 'runs/set-tag', { ...run, key: long(251), value: 'v' }),
  post('a tag of a long value', 'runs/set-tag', { ...run, key: 'long', value: long(8_001) }),
  post('a metric that leads up', 'runs/log-metric', { ...run, key: '../m', value: 1, timestamp: T }),
  post('a metric like a folder', 'runs/log-metric', { ...run, key: 'm/', value: 1, timestamp: T }),
  post('a parameter of any letters', 'runs/log-parameter', { ...run, key: 'größe/数 :x', value: '5 % ½' }),
  post('a tag of percent', 'runs/set-tag', { ...run, key: 'a%b', value: 'v' }),
  get('the run of long words', 'runs/get', { run_id: '{run}' }),
  post('an experiment of a long name', 'experiments/create', { name: long(501) }),
  post('a long tag of the experiment', 'experiments/set-experiment-tag', {
    experiment_id: '{exp}',
    key: 'a',
    value: long(5_001),
  }),
  post('a page of runs of no token', 'runs/search', { experiment_ids: ['{exp}'], page_token: 'x' }),
  post('a page of experiments of a forged token', 'experiments/search', {
    max_results: 5,
    page_token: token('{"offset": -1}'),
  }),
  get('a history of a forged token', 'metrics/get-history', { ...run, metric_key: 'acc', page_token: 'x' }),
  get('a history of no point', 'metrics/get-history', { ...run, metric_key: 'acc', max_results: '0' }),
  get('a whole history', 'metrics/get-history', { ...run, metric_key: 'acc' }),
  post('a model of any letters', 'registered-models/create', { name: 'größe 数%' }),
  post('a long tag of a model', 'registered-models/set-tag', { name: 'größe 数%', key: long(251), value: 'v' }),
  post('an alias of its version', 'registered-models/alias', { name: 'größe 数%', version: '1', alias: long(256) }),
  patch('the model without a name', 'registered-models/update', { description: 'x' }),
  post('datasets of no run', 'runs/log-inputs', { datasets: [] }),
  post('a dataset of a long name', 'runs/log-inputs', {
    ...run,
    datasets: [{ dataset: { name: long(501), digest: 'd', source_type: 's', source: 's' } }],
  }),
  post('a dataset of a long digest', 'runs/log-inputs', {
    ...run,
    datasets: [{ dataset: { name: 'n', digest: long(37), source_type: 's', source: 's' } }],
  }),
];
