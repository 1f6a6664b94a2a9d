import { registerEnumType } from 'type-graphql';
import type { Matrix } from './answers/matrix.js';

export enum ExpiredPolicy {
  VALUE = 'VALUE',
  NULL = 'NULL',
}

registerEnumType(ExpiredPolicy, {
  name: 'ExpiredPolicy',
  description: 'What stands in the place of a value that has expired. Its status is EXPIRED either way.',
  valuesConfig: {
    VALUE: { description: 'The expired value.' },
    NULL: { description: 'null: the value is withheld.' },
  },
});

export enum Int64Format {
  NUMBER = 'NUMBER',
  STRING = 'STRING',
}

registerEnumType(Int64Format, {
  name: 'Int64Format',
  description: 'How INT64 values stand in the answer.',
  valuesConfig: {
    NUMBER: { description: 'JSON numbers with all their digits; some readers round them beyond 2^53.' },
    STRING: { description: 'Strings, for readers that would round.' },
  },
});

/** How an answer is to be written. */
export interface LookupOptions {
  readonly onExpired: ExpiredPolicy;
  readonly int64: Int64Format;
  /** What is to be written: of what is not, nothing is read. */
  readonly matrices: ReadonlySet<Matrix>;
}

/** When a lookup reads. Without either it reads what is online now. */
export interface ReadingTime {
  /** What a lookup would have answered at this event time; RFC 3339 UTC. */
  readonly asOf?: string | null | undefined;
  /** Only what had been ingested by then; RFC 3339 UTC. */
  readonly knownAt?: string | null | undefined;
}
