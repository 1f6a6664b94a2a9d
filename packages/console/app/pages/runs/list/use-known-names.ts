import { useQuestion } from '../../parts/use-question.js';

const NAMES_QUERY = `query Names($filter: RunFilter) {
  runs(filter: $filter, first: 50) { nodes { metrics { name } parameters { name } tags { key } } }
}`;

interface Names {
  readonly runs: {
    readonly nodes: readonly {
      readonly metrics: readonly { readonly name: string }[];
      readonly parameters: readonly { readonly name: string }[];
      readonly tags: readonly { readonly key: string }[];
    }[];
  };
}

export interface KnownNames {
  readonly metrics: readonly string[];
  readonly parameters: readonly string[];
  readonly tags: readonly string[];
}

const MOST = 300;

/** What the newest runs call their metrics, parameters and tags: suggestions for whoever writes a condition or chooses columns. */
export function useKnownNames(filter: object, enabled: boolean): KnownNames {
  const { data } = useQuestion<Names>(NAMES_QUERY, { filter }, { enabled });
  const runs = data?.runs.nodes ?? [];
  const all = (read: (run: (typeof runs)[number]) => readonly string[]) =>
    [...new Set(runs.flatMap(read))].sort().slice(0, MOST);
  return {
    metrics: all((run) => run.metrics.map(({ name }) => name)),
    parameters: all((run) => run.parameters.map(({ name }) => name)),
    tags: all((run) => run.tags.map(({ key }) => key)),
  };
}
