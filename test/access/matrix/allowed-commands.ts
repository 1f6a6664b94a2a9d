import { EVERYBODY } from './allowed-roles.js';

/** Commands for whoever has the machine, and could read the database anyway: they ask no service, so no key is asked for. */
export const MACHINE = 'MACHINE';

export interface AllowedCommand {
  readonly roles: readonly string[];
  /** What is written behind its name; `DIR` stands for the directory of `FILES`, `NAME` for a name. */
  readonly args: readonly string[];
  /** The same of one that computes before it asks, so that it asks first. */
  readonly refused?: readonly string[];
}

const rolesBut = (...roles: readonly string[]) => EVERYBODY.filter((role) => !roles.includes(role));
const WRITERS = rolesBut('READER', 'SERVER', 'APPROVER');
const READERS = rolesBut('SERVER');
const ADMINS = ['ADMIN', 'OWNER'];
const OWNERS = ['OWNER'];
const WINDOWS = [
  '--entity',
  'airport',
  '--key',
  'origin',
  '--define-entity',
  '--time',
  'date',
  '--time-zone',
  'UTC',
  '--window',
  '2h',
  '--every',
  '1h',
  '--feature',
  'n=count()',
];

/** Every command. One that is missing here fails the matrix: say who may use it, and how it is called. */
export const ALLOWED_COMMANDS: Readonly<Record<string, AllowedCommand | typeof MACHINE>> = {
  serve: MACHINE,
  demo: MACHINE,
  migrate: MACHINE,
  schema: MACHINE,
  'keys create': MACHINE,
  'keys list': MACHINE,
  'keys revoke': MACHINE,
  mcp: { roles: EVERYBODY, args: ['--check'] },
  'import feast': { roles: WRITERS, args: ['DIR/registry.db'] },
  'runs export': { roles: READERS, args: [] },
  'runs import': { roles: WRITERS, args: ['DIR/runs.csv'] },
  'import dvc': { roles: WRITERS, args: ['DIR', '--name', 'NAME'] },
  'import mlflow': { roles: WRITERS, args: ['DIR/mlruns'] },
  'import kubeflow': { roles: WRITERS, args: ['DIR/kubeflow.json'] },
  'import prov': { roles: WRITERS, args: ['DIR/prov.json'] },
  'import tensorboard': { roles: WRITERS, args: ['DIR', '--experiment', 'NAME'] },
  apply: { roles: WRITERS, args: ['DIR/manifest.yaml'] },
  ingest: { roles: WRITERS, args: ['DIR/rows.ndjson', '--feature-set', 'nothing'] },
  'features window': {
    roles: WRITERS,
    args: ['--from', 'DIR/flights.csv', ...WINDOWS],
    refused: ['--from', 'nothing@1', ...WINDOWS],
  },
  'training-set create': {
    roles: WRITERS,
    args: ['--name', 'set', '--features', 'nothing:*', '--spine-dataset', 'nothing'],
  },
  'training-set download': { roles: OWNERS, args: ['nothing', '--output', 'DIR/set.csv'] },
  'training-set rebuild': { roles: WRITERS, args: ['nothing'] },
  activate: { roles: WRITERS, args: ['nothing@1'] },
  backfill: { roles: WRITERS, args: ['nothing@2'] },
  compact: { roles: ADMINS, args: ['nothing'] },
  'drop-rows': { roles: ADMINS, args: ['nothing@1'] },
  'audit export': { roles: ADMINS, args: ['--output', 'DIR/audit.ndjson'] },
  'audit verify': { roles: ADMINS, args: [] },
  'audit anchor': { roles: ADMINS, args: [] },
};

/** What commands read; `NAME` stands for a name. */
export const FILES: Readonly<Record<string, string | ((name: string) => string)>> = {
  'registry.db': (name) =>
    `${message(1, message(1, message(1, name) + message(9, 'p')))}${message(3, '1')}${message(15, message(1, 'p'))}`,
  'manifest.yaml': 'environments:\n  - name: NAME\n    description: For trials.\n',
  'rows.ndjson': '{"airport":"SEA","n":1,"event_time":"2026-01-01T00:00:00Z"}\n',
  'events.tfevents': '',
  'mlruns/0/meta.yaml': 'name: sheet\n',
  'mlruns/0/run/meta.yaml': 'run_id: NAME\nstatus: 3\n',
  'data.dvc': 'outs:\n- md5: 136d6c8117602d9ecef70a42e1811bfa\n  path: data\n',
  'kubeflow.json': '{"serving_environments":{"items":[{"id":"1","name":"NAME"}]}}',
  'prov.json': '{"prefix":{"ex":"http://example.org/"},"entity":{"ex:NAME":{}}}',
  'runs.csv': 'key,name,metric.auc\nNAME,sheet,0.5\n',
  'flights.csv': 'origin,date\nSEA,2001-01-01 10:10:00\nDEN,2001-01-01 11:00:00\n',
};

/** A field of a protocol buffer that holds text, or a message. */
function message(field: number, content: string): string {
  return String.fromCharCode(field * 8 + 2, content.length) + content;
}
