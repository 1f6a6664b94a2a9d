import type { Named } from '../../parts/values.js';

export const COMPARE_QUERY = `query Compare($ids: [ID!]!, $all: Boolean!) {
  compareRuns(ids: $ids) {
    runs { id kind label name status metrics { name step min max } }
    parameters(all: $all) { name values differs }
    metrics(all: $all) { name values differs goal }
    inputs(all: $all) { role has differs node { id kind label } }
    outputs(all: $all) { role has differs node { id kind label } }
    code(all: $all) { name values differs }
    tags(all: $all) { name values differs }
  }
}`;

interface ComparedValues<Value> {
  readonly name: string;
  readonly values: readonly (Value | null)[];
  readonly differs: boolean;
}

interface ComparedLink {
  readonly role: string | null;
  readonly has: readonly boolean[];
  readonly differs: boolean;
  readonly node: Named;
}

export interface ComparedRun extends Named {
  readonly name: string;
  readonly status: string;
  readonly metrics: readonly {
    readonly name: string;
    readonly step: number;
    readonly min: number | null;
    readonly max: number | null;
  }[];
}

export interface Compared {
  readonly runs: readonly ComparedRun[];
  readonly parameters: readonly ComparedValues<string>[];
  /** NaN and the infinities are texts. */
  readonly metrics: readonly (ComparedValues<number | string> & { readonly goal: 'MAX' | 'MIN' | null })[];
  readonly inputs: readonly ComparedLink[];
  readonly outputs: readonly ComparedLink[];
  readonly code: readonly ComparedValues<string>[];
  readonly tags: readonly ComparedValues<string>[];
}

/** What runs are called where they stand beside each other: two of one name are told apart by their place. */
export function namesOf(runs: readonly ComparedRun[]): readonly string[] {
  return runs.map(({ name }, index) =>
    runs.some((other, at) => at !== index && other.name === name) ? `${name} ${index + 1}` : name,
  );
}

/** Metrics of which there is more than one point. */
export function chartedMetrics(runs: readonly ComparedRun[]): readonly string[] {
  const stepped = runs.flatMap(({ metrics }) => metrics.filter(({ step, min, max }) => step !== 0 || min !== max));
  return [...new Set(stepped.map(({ name }) => name))];
}

/** A parameter or a metric along which runs can be laid out. */
export interface Dimension {
  readonly key: string;
  readonly word: string;
  readonly isNumber: boolean;
  /** In the order of the runs; null where a run has none. */
  readonly values: readonly (number | string | null)[];
}

export function dimensionsOf({ parameters, metrics }: Compared): readonly Dimension[] {
  return [
    ...parameters.filter(differing).map(({ name, values }) => {
      const isNumber = values.every((value) => value === null || isNumeric(value));
      const read = (value: string | null) => (value === null || !isNumber ? value : Number(value));
      return { key: `parameter:${name}`, word: name, isNumber, values: values.map(read) };
    }),
    ...metrics.filter(differing).map(({ name, values }) => ({
      key: `metric:${name}`,
      word: name,
      isNumber: true,
      values: values.map((value) => (typeof value === 'number' ? value : null)),
    })),
  ].filter(({ values }) => values.some((value) => value !== null));
}

const differing = ({ differs }: { readonly differs: boolean }) => differs;
const isNumeric = (text: string) => text.trim() !== '' && Number.isFinite(Number(text));
