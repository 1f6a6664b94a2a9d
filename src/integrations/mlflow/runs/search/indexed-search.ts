import { SortDirection } from '../../../../graph/finding/ordering/sort-direction.js';
import { toPublicId } from '../../../../graph/nodes/node-id.js';
import { ComparisonOperator } from '../../../../runs/filters/run-conditions.input.js';
import type { RunFilter } from '../../../../runs/filters/run-filter.input.js';
import { EXPERIMENT } from '../../../../runs/record/run-kinds.js';
import { RunStatus } from '../../../../runs/record/run-status.js';
import { type RunOrder, RunOrderKey } from '../../../../runs/search/run-order.input.js';
import type { Comparator, Comparison } from '../../search/grammar.js';
import type { OrderKey } from '../../search/order-by.js';
import { RUN_NAME, STATUS_OF, STATUSES } from '../run-words.js';
import type { RunSearch } from './search-runs.sql.js';

const OPERATORS: Partial<Record<Comparator, ComparisonOperator>> = {
  '<': ComparisonOperator.LT,
  '<=': ComparisonOperator.LTE,
  '=': ComparisonOperator.EQ,
  '>=': ComparisonOperator.GTE,
  '>': ComparisonOperator.GT,
};

const MOST_CONDITIONS = 10;
const LONGEST_KEY = 128;
const LONGEST_TAG = 5_000;
const LONGEST_LABEL = 250;
/** Larger pages are not cut out of an index. */
const LARGEST_PAGE = 1_000;

/** A search as Headwater's own takes it, which follows an index page by page. */
export interface IndexedSearch {
  readonly filter: RunFilter;
  readonly orderBy: readonly RunOrder[];
  /** Metrics whose values that aren't finite would come elsewhere than in MLflow. */
  readonly metrics: readonly string[];
}

/** What most searches of MLflow are: living runs of one experiment, by few comparisons, newest or greatest first. Undefined for any other. */
export function indexedSearch({ experiments, view, comparisons, order, page }: RunSearch): IndexedSearch | undefined {
  const [experiment] = experiments;
  if (experiment === undefined || experiments.length > 1 || view !== 'ACTIVE_ONLY') return undefined;
  if (page.first > LARGEST_PAGE || comparisons.length > MOST_CONDITIONS) return undefined;
  const orderBy = orderOf(order);
  if (orderBy === undefined) return undefined;
  const metrics: NonNullable<RunFilter['metrics']> = [];
  const parameters: NonNullable<RunFilter['parameters']> = [];
  const tags: NonNullable<RunFilter['tags']> = [];
  let statuses: RunStatus[] | undefined;
  for (const comparison of comparisons) {
    const { entity, key, comparator, value } = comparison;
    const op = OPERATORS[comparator];
    if (!isLabel(key) || String(value).length > LONGEST_TAG) return undefined;
    if (entity === 'metric' && op !== undefined && Number.isFinite(value))
      metrics.push({ name: key, op, value: Number(value) });
    else if (entity === 'parameter' && comparator === '=') parameters.push({ name: key, value: String(value) });
    else if (isPlainTag(comparison) && !tags.some((tag) => tag.key === key)) tags.push({ key, value: String(value) });
    else if (entity === 'attribute' && key === 'status' && comparator === '=' && statuses === undefined)
      statuses = statusesOf(String(value));
    else return undefined;
  }
  const filter = {
    experiment: toPublicId(EXPERIMENT, experiment),
    metrics,
    parameters,
    tags,
    statuses: statuses ?? null,
  };
  const named = [...metrics, ...orderBy.filter(({ by }) => by === RunOrderKey.METRIC)].map(({ name }) => name ?? '');
  return { filter, orderBy, metrics: [...new Set(named)] };
}

/** Of equals the newest comes first only where the greatest does. */
function orderOf(order: readonly OrderKey[]): RunOrder[] | undefined {
  const [key, more] = order;
  if (key === undefined) return [{ by: RunOrderKey.STARTED, direction: SortDirection.DESC }];
  if (more !== undefined || key.ascending) return undefined;
  if (!isLabel(key.key)) return undefined;
  if (key.entity === 'metric') return [{ by: RunOrderKey.METRIC, name: key.key, direction: SortDirection.DESC }];
  if (key.entity !== 'attribute') return undefined;
  if (key.key === 'start_time') return [{ by: RunOrderKey.STARTED, direction: SortDirection.DESC }];
  return key.key === 'end_time' ? [{ by: RunOrderKey.ENDED, direction: SortDirection.DESC }] : undefined;
}

/** What can name a metric or parameter here; nothing else has been logged. */
function isLabel(key: string): boolean {
  return key.length <= LONGEST_LABEL && key !== '' && key.trim() === key && !/\p{Control}/u.test(key);
}

function isPlainTag({ entity, key, comparator, value }: Comparison): boolean {
  const isShort = key.length <= LONGEST_KEY && String(value).length <= LONGEST_TAG;
  return (
    entity === 'tag' && comparator === '=' && key !== RUN_NAME && key !== '' && isShort && !key.startsWith('headwater.')
  );
}

/** A run that was lost still runs for MLflow. */
function statusesOf(name: string): RunStatus[] {
  const status = STATUSES.find((each) => each === name);
  if (status === undefined) return [];
  return status === 'RUNNING' ? [RunStatus.RUNNING, RunStatus.LOST] : [STATUS_OF[status]];
}
