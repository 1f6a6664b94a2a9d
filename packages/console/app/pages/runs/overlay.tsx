import { useQueries } from '@tanstack/react-query';
import Chart, { type Line } from '../parts/chart.js';
import { Section } from '../parts/facts.js';
import { useAsk } from '../parts/use-question.js';
import type { ComparedRun } from './compare-page.js';

const HISTORIES_QUERY = `query Histories($ids: [ID!]!, $name: String!) {
  nodes(ids: $ids) { id ... on Run { name metricHistory(name: $name, first: 1000) { nodes { step value } } } }
}`;

interface Histories {
  readonly nodes: readonly ({
    readonly name?: string;
    readonly metricHistory?: { readonly nodes: readonly { readonly step: number; readonly value: unknown }[] };
  } | null)[];
}

const MOST_CHARTS = 8;

/** One chart for each metric that went on for more than a step, with a line for each run. */
export default function Overlay({ runs }: { readonly runs: readonly ComparedRun[] }) {
  const ask = useAsk();
  const ids = runs.map(({ id }) => id);
  const stepped = runs.flatMap(({ metrics = [] }) => metrics.filter(({ step }) => step > 0).map(({ name }) => name));
  const names = [...new Set(stepped)].slice(0, MOST_CHARTS);
  const charts = useQueries({
    queries: names.map((name) => ({
      queryKey: [HISTORIES_QUERY, ids, name],
      queryFn: () => ask<Histories>(HISTORIES_QUERY, { ids, name }),
    })),
    combine: (results) => results.map(({ data }, index) => ({ name: names[index] ?? '', lines: linesOf(data) })),
  });
  const drawn = charts.filter(({ lines }) => lines.length > 0);
  if (drawn.length === 0) return null;
  return (
    <Section title="How they went">
      <div className="page-charts">
        {drawn.map(({ name, lines }) => (
          <Chart key={name} title={name} axis="step" lines={lines} />
        ))}
      </div>
    </Section>
  );
}

function linesOf(data: Histories | undefined): readonly Line[] {
  return (data?.nodes ?? []).flatMap((run, index): Line[] => {
    const points = (run?.metricHistory?.nodes ?? []).flatMap(({ step, value }) =>
      typeof value === 'number' ? [[step, value] as const] : [],
    );
    return points.length < 2 ? [] : [{ name: `${run?.name ?? ''} ${index + 1}`, points }];
  });
}
