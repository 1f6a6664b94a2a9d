import type { Ask } from './ask.js';

/** What a card says of its node beyond kind and label. */
export interface CardFacts {
  readonly label: string;
  /** What is drawn as another kind than the graph has: a dataset version that is a training set. */
  readonly kind: string;
  readonly line: string;
  readonly state: CardState | undefined;
  /** Columns of a dataset version, features of a feature set version, in order. */
  readonly rows: readonly string[];
  readonly owner: string | null;
  readonly description: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
}

export type StateWord = 'live' | 'deprecated' | 'deleted' | 'failed' | 'running' | 'current';

export interface CardState {
  readonly word: StateWord;
  /** Said beside it, such as an alias. */
  readonly text?: string;
}

const FACTS_QUERY = `query Cards($ids: [ID!]!) {
  nodes(ids: $ids) {
    id kind label owner description createdAt createdBy deletedAt
    ... on DatasetVersion { rowCount columns { name } trainingSet { rowCount } }
    ... on FeatureSetVersion { current ttlSeconds features { name } deprecations { feature } }
    ... on FeatureServiceVersion { features { name } }
    ... on ModelVersion { aliases metrics { name value } }
    ... on Run { type status }
    ... on Deployment { bindings { trafficPercent modelVersion { label } } }
    ... on Entity { joinKeys { name } }
    ... on Dataset { latestVersion { version } }
    ... on FeatureSet { currentVersion { version } }
    ... on Model { latestModelVersion: latestVersion { version } }
  }
}`;

interface Named {
  readonly name: string;
}

interface Facts {
  readonly id: string;
  readonly kind: string;
  readonly label: string;
  readonly owner: string | null;
  readonly description: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly deletedAt: string | null;
  readonly rowCount?: number | null;
  readonly columns?: readonly Named[];
  readonly trainingSet?: { readonly rowCount: number } | null;
  readonly current?: boolean;
  readonly ttlSeconds?: number | null;
  readonly features?: readonly Named[];
  readonly deprecations?: readonly { readonly feature: string | null }[];
  readonly aliases?: readonly string[];
  readonly metrics?: readonly { readonly name: string; readonly value: number }[];
  readonly type?: string;
  readonly status?: string;
  readonly bindings?: readonly { readonly trafficPercent: number; readonly modelVersion: { readonly label: string } }[];
  readonly joinKeys?: readonly Named[];
  readonly latestVersion?: { readonly version: number } | null;
  readonly currentVersion?: { readonly version: number } | null;
  readonly latestModelVersion?: { readonly version: number } | null;
}

/** Facts by id; what was not found, or may not be seen, is left out. */
export async function loadFacts(ask: Ask, ids: readonly string[]): Promise<ReadonlyMap<string, CardFacts>> {
  const { nodes } = await ask<{ nodes: readonly (Facts | null)[] }>(FACTS_QUERY, { ids });
  return new Map(nodes.filter((node) => node !== null).map((node) => [node.id, readFacts(node)]));
}

function readFacts(facts: Facts): CardFacts {
  const { label, owner, description, createdAt, createdBy } = facts;
  const kind = facts.trainingSet == null ? facts.kind : 'TRAINING_SET';
  const rows = (facts.columns ?? facts.features ?? []).map(({ name }) => name);
  return { label, kind, line: lineOf(facts), state: stateOf(facts), rows, owner, description, createdAt, createdBy };
}

const count = (many: number, word: string) => `${many.toLocaleString('en')} ${word}${many === 1 ? '' : 's'}`;

/** One line of what matters for its kind. */
function lineOf(facts: Facts): string {
  const { rowCount, trainingSet, columns, features, ttlSeconds, metrics, bindings, joinKeys, type } = facts;
  const newest = facts.latestVersion ?? facts.currentVersion ?? facts.latestModelVersion;
  const parts = [
    rowCount == null ? undefined : count(rowCount, 'row'),
    rowCount == null && trainingSet == null && columns !== undefined ? count(columns.length, 'column') : undefined,
    features === undefined ? undefined : count(features.length, 'feature'),
    ttlSeconds == null ? undefined : `TTL ${duration(ttlSeconds)}`,
    ...(metrics ?? []).slice(0, 1).map(({ name, value }) => `${name} ${Number(value.toPrecision(3))}`),
    bindings === undefined ? undefined : servedBy(bindings),
    joinKeys?.map(({ name }) => name).join(', '),
    type?.toLowerCase(),
    newest == null ? undefined : count(newest.version, 'version'),
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

/** The edges say which share each has. */
function servedBy(bindings: NonNullable<Facts['bindings']>): string {
  const [one, ...others] = bindings;
  if (one === undefined) return 'nothing live';
  return others.length === 0 ? one.modelVersion.label : count(bindings.length, 'version');
}

function stateOf({ deletedAt, deprecations, status, bindings, aliases, current }: Facts): CardState | undefined {
  if (deletedAt !== null) return { word: 'deleted' };
  if (deprecations?.some(({ feature }) => feature === null) === true) return { word: 'deprecated' };
  if (status === 'FAILED' || status === 'CANCELLED') return { word: 'failed', text: status.toLowerCase() };
  if (status === 'RUNNING') return { word: 'running' };
  if (bindings !== undefined && bindings.length > 0) return { word: 'live' };
  const [alias] = aliases ?? [];
  if (alias !== undefined) return { word: 'current', text: alias };
  return current === true ? { word: 'current' } : undefined;
}

function duration(seconds: number): string {
  const [size, unit] = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
  ].find(([each]) => seconds >= Number(each)) ?? [1, 's'];
  return `${Number((seconds / Number(size)).toPrecision(3))} ${unit}`;
}
