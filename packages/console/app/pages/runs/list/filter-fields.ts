import { STATUSES, TYPES } from './run-search.js';

/** What a condition can be about, and how it is written. */
export interface FieldLook {
  readonly word: string;
  /** Whether it is about a metric, a parameter or a tag of a name. */
  readonly named?: true;
  readonly ops?: readonly (readonly [op: string, word: string])[];
  readonly value: 'number' | 'text' | 'time' | 'none' | readonly string[];
  /** Whether the API takes several. */
  readonly isList?: true;
}

const ORDER = [
  ['GT', '>'],
  ['GTE', '≥'],
  ['LT', '<'],
  ['LTE', '≤'],
] as const;
const EQUAL = [
  ['EQ', '='],
  ['NE', '≠'],
] as const;

export const METRIC_VALUES = ['LAST', 'BEST', 'MIN', 'MAX', 'FIRST'] as const;

/** By the keys of the API's filter. */
export const FIELDS: Readonly<Record<string, FieldLook>> = {
  metrics: { word: 'metric', named: true, ops: [...ORDER, ...EQUAL], value: 'number' },
  parameters: {
    word: 'parameter',
    named: true,
    ops: [...EQUAL, ['CONTAINS', 'contains'], ['STARTS_WITH', 'begins with'], ...ORDER],
    value: 'text',
  },
  tags: { word: 'tag', named: true, ops: [['EQ', '=']], value: 'text' },
  hasMetrics: { word: 'has metric', named: true, value: 'none' },
  hasParameters: { word: 'has parameter', named: true, value: 'none' },
  hasTags: { word: 'has tag', named: true, value: 'none' },
  statuses: { word: 'status', value: STATUSES, isList: true },
  types: { word: 'type', value: TYPES, isList: true },
  nameContains: { word: 'name contains', value: 'text' },
  experiment: { word: 'experiment', value: 'text' },
  createdBy: { word: 'created by', value: 'text' },
  owner: { word: 'owner', value: 'text' },
  inputs: { word: 'reads', value: 'text', isList: true },
  outputs: { word: 'makes', value: 'text', isList: true },
  commit: { word: 'commit begins with', value: 'text' },
  parent: { word: 'part of run', value: 'text' },
  createdFrom: { word: 'created from', value: 'time' },
  createdBefore: { word: 'created before', value: 'time' },
  startedFrom: { word: 'started from', value: 'time' },
  startedBefore: { word: 'started before', value: 'time' },
  endedFrom: { word: 'ended from', value: 'time' },
  endedBefore: { word: 'ended before', value: 'time' },
  durationFrom: { word: 'took at least, in seconds', value: 'number' },
  durationBelow: { word: 'took less than, in seconds', value: 'number' },
};
