/** What a comparison is about. */
export type Entity = 'metric' | 'parameter' | 'tag' | 'attribute' | 'dataset';

export type Comparator =
  | '='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | 'LIKE'
  | 'ILIKE'
  | 'IN'
  | 'NOT IN'
  | 'IS NULL'
  | 'IS NOT NULL';

/** One condition of a filter. */
export interface Comparison {
  readonly entity: Entity;
  readonly key: string;
  readonly comparator: Comparator;
  /** A number where the entity has numbers; a list for IN; null for IS NULL. */
  readonly value: string | number | readonly string[] | null;
}

/** What one of MLflow's searches can be asked. */
export interface Grammar {
  /** By every name that it has. */
  readonly entities: ReadonlyMap<string, Entity>;
  /** What its refusal names as valid. */
  readonly named: readonly string[];
  /** Attributes by each name: what they are called inside, and whether they are numbers. */
  readonly attributes: ReadonlyMap<string, { readonly key: string; readonly isNumber: boolean }>;
  /** Attributes that may be in a list; null: all that are text. */
  readonly listed: readonly string[] | null;
  /** What may be absent. */
  readonly absent: readonly Entity[];
  readonly orderBy: readonly string[];
}

export const NUMERIC: readonly Comparator[] = ['<', '<=', '!=', '=', '>', '>='];
export const TEXTUAL: readonly Comparator[] = ['!=', '=', 'LIKE', 'ILIKE'];
export const LISTED: readonly Comparator[] = ['IN', 'NOT IN'];
export const PRESENCE: readonly Comparator[] = ['IS NULL', 'IS NOT NULL'];

const TAGS: readonly (readonly [string, Entity])[] = [
  ['tag', 'tag'],
  ['tags', 'tag'],
];
const ATTRIBUTES: readonly (readonly [string, Entity])[] = [
  ['attribute', 'attribute'],
  ['attributes', 'attribute'],
  ['attr', 'attribute'],
  ['run', 'attribute'],
];
const LOGGED: readonly (readonly [string, Entity])[] = [
  ['metric', 'metric'],
  ['metrics', 'metric'],
  ['parameter', 'parameter'],
  ['parameters', 'parameter'],
  ['param', 'parameter'],
  ['params', 'parameter'],
];

function attributes(
  text: readonly string[],
  numbers: readonly string[],
  aliases: Readonly<Record<string, string>> = {},
) {
  const all = [
    ...text.map((key) => [key, { key, isNumber: false }] as const),
    ...numbers.map((key) => [key, { key, isNumber: true }] as const),
  ];
  const known = new Map<string, { readonly key: string; readonly isNumber: boolean }>(all);
  for (const [alias, key] of Object.entries(aliases)) {
    const meant = known.get(key);
    if (meant !== undefined) known.set(alias, meant);
  }
  return known;
}

const RUN_ALIASES = {
  created: 'start_time',
  Created: 'start_time',
  'run name': 'run_name',
  'Run name': 'run_name',
  'Run Name': 'run_name',
};

export const RUNS: Grammar = {
  entities: new Map([...LOGGED, ...TAGS, ...ATTRIBUTES, ['dataset', 'dataset'], ['datasets', 'dataset']]),
  named: ['metric', 'parameter', 'tag', 'attribute', 'dataset'],
  attributes: attributes(
    ['run_id', 'run_name', 'user_id', 'status', 'artifact_uri'],
    ['start_time', 'end_time'],
    RUN_ALIASES,
  ),
  listed: ['run_id'],
  absent: ['tag', 'parameter'],
  orderBy: [
    'run_id',
    'run_name',
    'status',
    'artifact_uri',
    'start_time',
    'end_time',
    'user_id',
    'experiment_id',
    ...Object.keys(RUN_ALIASES),
  ],
};

export const EXPERIMENTS: Grammar = {
  entities: new Map([...TAGS, ['attribute', 'attribute']]),
  named: ['attribute', 'tag', 'tags'],
  attributes: attributes(['name', 'experiment_id'], ['creation_time', 'last_update_time']),
  listed: ['experiment_id'],
  absent: ['tag'],
  orderBy: ['name', 'experiment_id', 'creation_time', 'last_update_time'],
};

export const REGISTERED_MODELS: Grammar = {
  entities: new Map([...TAGS, ['attribute', 'attribute']]),
  named: ['attribute', 'tag', 'tags'],
  attributes: attributes(['name'], []),
  listed: ['name'],
  absent: [],
  orderBy: ['name', 'creation_timestamp', 'last_updated_timestamp', 'timestamp'],
};

export const MODEL_VERSIONS: Grammar = {
  entities: new Map([...TAGS, ['attribute', 'attribute']]),
  named: ['attribute', 'tag', 'tags'],
  attributes: attributes(['name', 'run_id', 'source_path'], ['version_number']),
  listed: ['name', 'version_number', 'run_id', 'source_path'],
  absent: [],
  orderBy: ['name', 'version_number', 'creation_timestamp', 'last_updated_timestamp'],
};

export const LOGGED_MODELS: Grammar = {
  entities: new Map([...LOGGED, ...TAGS, ...ATTRIBUTES]),
  named: ['metric', 'parameter', 'tag', 'attribute'],
  attributes: attributes(
    ['name', 'model_id', 'model_type', 'status', 'source_run_id', 'experiment_id'],
    ['creation_timestamp', 'last_updated_timestamp', 'creation_time', 'last_updated_time'],
  ),
  listed: null,
  absent: [],
  orderBy: [
    'name',
    'model_id',
    'model_type',
    'status',
    'source_run_id',
    'creation_timestamp',
    'last_updated_timestamp',
    'creation_time',
    'last_updated_time',
  ],
};
