import type { ServedTraffic } from '../../features/lookups/online/traffic/served-traffic.js';
import type { OnGraph } from '../../graph/graph.js';
import { figureOf, gatherFacts } from '../../models/promotion/gates/gather-evidence.js';
import { make } from '../../platform/make.js';
import { listMetricDefinitions, selectGoals } from '../../runs/goals/metric-definition.sql.js';
import { selectBindingsAt } from '../bindings/binding.sql.js';
import { ServingComparison, ServingMetric, ServingRole, ServingVersion } from './serving-comparison.js';

/** As many metrics as are compared of those that a project has defined. */
const MOST_DEFINED = 100;
const MINUTES = 60;

/** What serves behind a deployment now: shares, lookups and metrics side by side. */
export async function compareServing(
  { database, graph }: OnGraph,
  traffic: ServedTraffic,
  deployment: { readonly id: string; readonly project: string },
): Promise<ServingComparison> {
  const bindings = await selectBindingsAt(database, [deployment.id], 'infinity');
  const ids = bindings.map(({ modelVersionId }) => modelVersionId);
  if (ids.length === 0) return make(ServingComparison, { versions: [], metrics: [] });
  const lookups = (await traffic.ofAll(ids)).filter(({ deploymentId }) => deploymentId === deployment.id);
  const versions = bindings.map(({ modelVersionId, trafficPercent, validFrom }, index) => {
    const counted = lookups.find(({ readerId }) => readerId === modelVersionId);
    return make(ServingVersion, {
      ...{ modelVersionId, trafficPercent, since: validFrom },
      role: index === 0 ? ServingRole.CHAMPION : trafficPercent > 0 ? ServingRole.CHALLENGER : ServingRole.SHADOW,
      lookupsPerMinute: (counted?.count ?? 0) / MINUTES,
      lastReadAt: counted?.lastAt ?? null,
    });
  });
  return make(ServingComparison, {
    versions,
    metrics: await compareMetrics({ database, graph }, deployment.project, ids),
  });
}

async function compareMetrics(
  { database, graph }: OnGraph,
  project: string,
  ids: readonly string[],
): Promise<ServingMetric[]> {
  const registered = await gatherFacts(database, graph.nodes, ids, []);
  const defined = await listMetricDefinitions(database, project, { first: MOST_DEFINED, after: undefined });
  const given = registered.flatMap(({ version }) => version.metrics.map(({ name }) => name));
  const names = [...new Set([...given, ...defined.slice(0, MOST_DEFINED).map(({ name }) => name)])].sort();
  const facts = await gatherFacts(database, graph.nodes, ids, names);
  const goals = await selectGoals(
    database,
    names.map((name) => ({ project, name })),
  );
  return names.flatMap((name) => {
    const figures = facts.map((each) => figureOf(each, name));
    if (figures.every((figure) => figure === undefined)) return [];
    const numbers = figures.map((figure) =>
      typeof figure?.value === 'number' ? figure.value : figure && Number(figure.value),
    );
    const goal = goals.find((each) => each.name === name)?.goal ?? null;
    const sources = figures.map((figure) => figure?.from ?? null);
    return [make(ServingMetric, { name, goal, values: numbers.map((number) => number ?? null), sources })];
  });
}
