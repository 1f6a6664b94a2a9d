import { useQueries } from '@tanstack/react-query';
import type { Line } from '../parts/chart.js';
import { useAsk } from '../parts/use-question.js';

const HISTORY_QUERY = `query History($id: ID!, $name: String!) {
  run(id: $id) { metricHistory(name: $name, first: 1000) { nodes { step value } } }
}`;

interface History {
  readonly run: {
    readonly metricHistory: { readonly nodes: readonly { readonly step: number; readonly value: unknown }[] };
  } | null;
}

/** The points of metrics of a run, by step; what no chart can show, such as NaN, is left out. */
export function useHistories(id: string, names: readonly string[], every: number | false): readonly Line[] {
  const ask = useAsk();
  return useQueries({
    queries: names.map((name) => ({
      queryKey: [HISTORY_QUERY, id, name],
      queryFn: () => ask<History>(HISTORY_QUERY, { id, name }),
      refetchInterval: every,
    })),
    combine: (results) =>
      results.flatMap(({ data }, index): Line[] => {
        const points = (data?.run?.metricHistory.nodes ?? []).flatMap(({ step, value }) =>
          typeof value === 'number' ? [[step, value] as const] : [],
        );
        return points.length < 2 ? [] : [{ name: names[index] ?? '', points }];
      }),
  });
}
