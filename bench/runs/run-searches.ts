/** A search as GraphQL takes it; what it may hold is what the fixture has. */
export interface RunSearch {
  readonly filter: {
    readonly metrics?: readonly { readonly name: string; readonly op: 'LT' | 'GT'; readonly value: number }[];
    readonly parameters?: readonly { readonly name: string; readonly value: string }[];
    readonly or?: readonly {
      readonly metrics: readonly { readonly name: string; readonly op: 'LT' | 'GT'; readonly value: number }[];
    }[];
    readonly experiment?: string;
    readonly types?: readonly string[];
    readonly statuses?: readonly string[];
    readonly createdBy?: string;
    readonly owner?: string;
    readonly tags?: readonly { readonly key: string; readonly value: string }[];
  };
  readonly orderBy: readonly {
    readonly by: 'METRIC' | 'PARAMETER' | 'STARTED' | 'NAME' | 'CREATED';
    readonly name?: string;
    readonly direction: 'ASC' | 'DESC';
  }[];
}

const FIELDS = 'id name type status startedAt endedAt createdAt createdBy owner message';

export const RUNS_QUERY = `query Runs($filter: RunFilter, $orderBy: [RunOrder!], $after: String) {
  runs(filter: $filter, orderBy: $orderBy, first: 100, after: $after) { nodes { ${FIELDS} } pageInfo { hasNextPage endCursor } }
}`;

const metric = (name: string, op: 'LT' | 'GT', value: number) => ({ name, op, value });
const by = (name: string) => [{ by: 'METRIC', name, direction: 'DESC' } as const];

export const NAMED_SEARCHES: readonly (RunSearch & { readonly what: string; readonly p95?: number })[] = [
  { what: 'newest first', filter: {}, orderBy: [] },
  { what: 'by one metric', filter: { metrics: [metric('metric_5', 'GT', 0.5)] }, orderBy: by('metric_5'), p95: 30 },
  {
    what: 'two metrics, by a third',
    filter: { metrics: [metric('metric_5', 'GT', 0.3), metric('metric_7', 'LT', 0.7)] },
    orderBy: by('metric_9'),
  },
  {
    what: 'one metric or another, by a third',
    filter: { or: [{ metrics: [metric('metric_5', 'GT', 0.7)] }, { metrics: [metric('metric_7', 'LT', 0.3)] }] },
    orderBy: by('metric_9'),
  },
  {
    what: 'one metric or another, that few fit, by a third',
    filter: { or: [{ metrics: [metric('metric_5', 'GT', 0.995)] }, { metrics: [metric('metric_7', 'LT', 0.005)] }] },
    orderBy: by('metric_9'),
  },
  {
    what: 'two metrics that go against each other, by a third',
    filter: { metrics: [metric('metric_1', 'GT', 0.9), metric('metric_2', 'GT', 0.95)] },
    orderBy: by('metric_9'),
  },
  { what: 'only old runs fit', filter: { metrics: [metric('metric_3', 'LT', 0.1)] }, orderBy: [] },
  { what: 'by a parameter', filter: { parameters: [{ name: 'param_2', value: 'v1' }] }, orderBy: by('metric_5') },
  {
    what: 'of an experiment, by a metric',
    filter: { experiment: 'bench-runs-7', statuses: ['SUCCEEDED'] },
    orderBy: by('metric_5'),
  },
];

/** Searches of one to four conditions and an order, the same for the same seed. */
export function randomSearches(count: number, seed: number): RunSearch[] {
  const random = generator(seed);
  return Array.from({ length: count }, () => randomSearch(random));
}

function randomSearch(random: () => number): RunSearch {
  const whole = (below: number) => Math.floor(random() * below);
  const chance = (likely: number) => random() < likely;
  const metrics = Array.from({ length: whole(4) }, () =>
    metric(`metric_${1 + whole(20)}`, chance(0.5) ? 'LT' : 'GT', Math.round(random() * 1_000) / 1_000),
  );
  const parameters = Array.from({ length: chance(0.4) ? 1 + whole(2) : 0 }, () => {
    const p = 1 + whole(20);
    return { name: `param_${p}`, value: `v${whole([2, 5, 20, 100, 1_000][p % 5] ?? 2)}` };
  });
  const either = () => ({
    metrics: [metric(`metric_${1 + whole(20)}`, chance(0.5) ? 'LT' : 'GT', Math.round(random() * 1_000) / 1_000)],
  });
  const filter = {
    ...(chance(0.3) && { or: [either(), either()] }),
    ...(metrics.length > 0 && { metrics }),
    ...(parameters.length > 0 && { parameters }),
    ...(chance(0.15) && { experiment: `bench-runs-${1 + whole(50)}` }),
    ...(chance(0.15) && { types: [['TRAINING', 'EVALUATION', 'INGEST', 'OTHER'][whole(4)] ?? 'OTHER'] }),
    ...(chance(0.15) && { statuses: [['SUCCEEDED', 'FAILED', 'RUNNING'][whole(3)] ?? 'FAILED'] }),
    ...(chance(0.1) && { createdBy: `user-${whole(30)}` }),
    ...(chance(0.1) && { owner: `team-${whole(7)}` }),
    ...(chance(0.1) && { tags: [{ key: 'stage', value: `s${whole(10)}` }] }),
  };
  return { filter, orderBy: chance(0.25) ? [] : [randomOrder(whole, chance)] };
}

function randomOrder(whole: (below: number) => number, chance: (likely: number) => boolean) {
  const direction = chance(0.5) ? 'ASC' : 'DESC';
  if (chance(0.7)) return { by: 'METRIC', name: `metric_${1 + whole(20)}`, direction } as const;
  if (chance(0.4)) return { by: 'PARAMETER', name: `param_${1 + whole(20)}`, direction } as const;
  return { by: chance(0.5) ? 'STARTED' : 'NAME', direction } as const;
}

/** Numbers from 0 to 1 that look random (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
