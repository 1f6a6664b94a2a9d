export interface KnownMetric {
  readonly name: string;
  readonly last: number | string;
  readonly first: number | string;
  readonly min: number | string | null;
  readonly max: number | string | null;
  readonly best: number | string | null;
}

/** What a naive search needs to know of a run. */
export interface KnownRun {
  readonly id: string;
  readonly name: string;
  readonly experiment: { readonly name: string };
  readonly type: string;
  readonly status: string;
  readonly owner: string | null;
  readonly createdBy: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly code: { readonly commit: string | null } | null;
  readonly tags: readonly { key: string; value: string }[];
  readonly parameters: readonly { name: string; value: string }[];
  readonly metrics: readonly KnownMetric[];
  readonly inputs: readonly { node: { label: string } }[];
  readonly outputs: readonly { node: { label: string } }[];
}

type Condition = { readonly name: string; readonly op?: string; readonly of?: string; readonly value: number | string };

export interface Expression {
  readonly and?: readonly Expression[];
  readonly or?: readonly Expression[];
  readonly not?: Expression;
  readonly metrics?: readonly Condition[];
  readonly parameters?: readonly Condition[];
  readonly hasMetrics?: readonly string[];
  readonly hasParameters?: readonly string[];
  readonly hasTags?: readonly string[];
  readonly tags?: readonly { key: string; value: string }[];
  readonly statuses?: readonly string[];
  readonly types?: readonly string[];
  readonly owner?: string;
  readonly nameContains?: string;
  readonly startedFrom?: string;
  readonly startedBefore?: string;
  readonly endedFrom?: string;
  readonly endedBefore?: string;
  readonly durationFrom?: number;
  readonly durationBelow?: number;
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly commit?: string;
}

/** Whether a run fits, said once more without a database. */
export function fits(run: KnownRun, asked: Expression): boolean {
  const every = <T>(list: readonly T[] | undefined, holds: (item: T) => boolean) => (list ?? []).every(holds);
  const time = (text: string | null | undefined) => (text == null ? Number.NaN : Date.parse(text));
  const when = (wanted: string | undefined, found: string | null, holds: (found: number, wanted: number) => boolean) =>
    wanted === undefined || holds(time(found), time(wanted));
  const seconds = (time(run.endedAt) - time(run.startedAt)) / 1000;
  const links = (list: KnownRun['inputs'], wanted: readonly string[] | undefined) =>
    wanted === undefined || list.some(({ node }) => wanted.includes(node.label));
  return (
    every(asked.and, (inner) => fits(run, inner)) &&
    (asked.or === undefined || asked.or.some((inner) => fits(run, inner))) &&
    (asked.not === undefined || !fits(run, asked.not)) &&
    every(asked.metrics, (condition) => metricFits(run, condition)) &&
    every(asked.parameters, (condition) => parameterFits(run, condition)) &&
    every(asked.hasMetrics, (name) => run.metrics.some((metric) => metric.name === name)) &&
    every(asked.hasParameters, (name) => run.parameters.some((parameter) => parameter.name === name)) &&
    every(asked.hasTags, (key) => run.tags.some((tag) => tag.key === key)) &&
    every(asked.tags, ({ key, value }) => run.tags.some((tag) => tag.key === key && tag.value === value)) &&
    (asked.statuses?.includes(run.status) ?? true) &&
    (asked.types?.includes(run.type) ?? true) &&
    (asked.owner === undefined || run.owner === asked.owner) &&
    run.name.includes(asked.nameContains ?? '') &&
    when(asked.startedFrom, run.startedAt, (found, wanted) => found >= wanted) &&
    when(asked.startedBefore, run.startedAt, (found, wanted) => found < wanted) &&
    when(asked.endedFrom, run.endedAt, (found, wanted) => found >= wanted) &&
    when(asked.endedBefore, run.endedAt, (found, wanted) => found < wanted) &&
    (asked.durationFrom === undefined || seconds >= asked.durationFrom) &&
    (asked.durationBelow === undefined || seconds < asked.durationBelow) &&
    links(run.inputs, asked.inputs) &&
    links(run.outputs, asked.outputs) &&
    (asked.commit === undefined || (run.code?.commit?.startsWith(asked.commit) ?? false))
  );
}

function metricFits(run: KnownRun, { name, of = 'LAST', op, value }: Condition): boolean {
  const found = metricOf(run, name, of);
  return found !== null && compared(found, op, Number(value));
}

/** NaN where it is that; null where the run has no such value. */
export function metricOf(run: KnownRun, name: string, of = 'LAST'): number | null {
  const metric = run.metrics.find((each) => each.name === name);
  const value = metric?.[of.toLowerCase() as 'last'] ?? null;
  return value === null ? null : Number(value);
}

function parameterFits(run: KnownRun, { name, op = 'EQ', value }: Condition): boolean {
  const found = run.parameters.find((each) => each.name === name)?.value;
  if (found === undefined) return false;
  const wanted = String(value);
  switch (op) {
    case 'EQ':
      return found === wanted;
    case 'NE':
      return found !== wanted;
    case 'CONTAINS':
      return found.includes(wanted);
    case 'STARTS_WITH':
      return found.startsWith(wanted);
    default:
      return found.trim() !== '' && compared(Number(found), op, Number(wanted));
  }
}

function compared(found: number, op: string | undefined, value: number): boolean {
  switch (op) {
    case 'LT':
      return found < value;
    case 'LTE':
      return found <= value;
    case 'EQ':
      return found === value;
    case 'NE':
      return found !== value;
    case 'GTE':
      return found >= value;
    default:
      return found > value;
  }
}
