import { type Differing, differencesOf } from './difference.js';
import type { FrozenGraph } from './frozen-graph.js';

/** The parameters of the runs that made two model versions, by name. */
export function compareParameters(from: FrozenGraph, to: FrozenGraph): Differing<unknown>[] {
  return differencesOf(recordOf(from.run?.facts.parameters), recordOf(to.run?.facts.parameters));
}

/** The metrics that those runs had logged, the latest value of each. */
export function compareRunMetrics(from: FrozenGraph, to: FrozenGraph): Differing<unknown>[] {
  return differencesOf(recordOf(from.run?.facts.metrics), recordOf(to.run?.facts.metrics));
}

/** The metrics that the versions were registered with. */
export function compareMetrics(from: FrozenGraph, to: FrozenGraph): Differing<unknown>[] {
  const metricsOf = ({ nodes, root }: FrozenGraph) => {
    const metrics = (nodes.get(root)?.facts.metrics ?? []) as readonly { name: string; value: unknown }[];
    return new Map(metrics.map(({ name, value }) => [name, value]));
  };
  return differencesOf(metricsOf(from), metricsOf(to));
}

/** The code of the run, under the empty name, and the transformations of the feature sets, by name; those of several versions in order. */
export function compareCode(from: FrozenGraph, to: FrozenGraph): Differing<unknown>[] {
  return differencesOf(codeOf(from), codeOf(to));
}

function codeOf(graph: FrozenGraph): ReadonlyMap<string, unknown> {
  const code = new Map<string, unknown>();
  if (graph.run?.facts.code != null) code.set('', graph.run.facts.code);
  const sets = graph
    .sourcesOf(graph.root, 'SIGNATURE')
    .filter(({ node }) => node.facts.transformation != null)
    .sort((a, b) => (a.node.version ?? 0) - (b.node.version ?? 0));
  for (const { node } of sets) {
    const before = code.get(node.name) as readonly unknown[] | undefined;
    code.set(node.name, [...(before ?? []), node.facts.transformation]);
  }
  return new Map(
    [...code].map(([name, found]) => [name, Array.isArray(found) && found.length === 1 ? found[0] : found]),
  );
}

function recordOf(values: unknown): ReadonlyMap<string, unknown> {
  return new Map(Object.entries((values ?? {}) as Readonly<Record<string, unknown>>));
}
