import { useInfiniteQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import { Timeline, type TimelineEntry } from '../parts/lists/timeline.js';
import { TIMELINE_FIELDS } from '../parts/lists/timeline-fields.js';
import { PageFrame } from '../parts/page-frame.js';
import { Problem, Waiting } from '../parts/states.js';
import { useAsk } from '../parts/use-question.js';

const CHANGES_QUERY = `query Changes($of: [Ref!], $by: String, $actions: [String!], $until: DateTime, $after: String) {
  changes(of: $of, by: $by, actions: $actions, until: $until, after: $after, first: 50, order: NEWEST_FIRST) {
    nodes { ${TIMELINE_FIELDS} }
    pageInfo { endCursor hasNextPage }
  }
}`;

interface ChangesAnswer {
  readonly changes: {
    readonly nodes: readonly TimelineEntry[];
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  };
}

const FILTERS = [
  ['of', 'About what, such as flights@1'],
  ['by', 'By whom'],
  ['action', 'Action, such as model-alias:set'],
] as const;

/** What was done in a project, newest first; by node, person and action. */
export default function ChangesPage() {
  const ask = useAsk();
  const [search, setSearch] = useSearchParams();
  const [of, by, action, until] = ['of', 'by', 'action', 'asOf'].map((name) => search.get(name)?.trim() || undefined);
  const variables = {
    ...(of !== undefined && { of: [of] }),
    ...(by !== undefined && { by }),
    ...(action !== undefined && { actions: [action] }),
    ...(until !== undefined && { until }),
  };
  const { data, error, failureReason, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery({
    queryKey: [CHANGES_QUERY, variables],
    queryFn: ({ pageParam, signal }) => ask<ChangesAnswer>(CHANGES_QUERY, { ...variables, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ changes: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });
  return (
    <PageFrame title="Changes" query={CHANGES_QUERY} variables={variables} timed>
      <div className="page-filters">
        {FILTERS.map(([name, hint]) => (
          <input
            key={name}
            type="search"
            aria-label={hint}
            placeholder={hint}
            defaultValue={search.get(name) ?? ''}
            onChange={({ target }) =>
              setSearch(
                (was) => {
                  if (target.value.trim() === '') was.delete(name);
                  else was.set(name, target.value);
                  return was;
                },
                { replace: true },
              )
            }
          />
        ))}
      </div>
      <Problem error={error ?? failureReason} />
      {data === undefined && error === null && failureReason === null ? <Waiting /> : null}
      {data === undefined ? null : (
        <Timeline entries={data.pages.flatMap(({ changes }) => changes.nodes)} hasMore={hasNextPage} />
      )}
      {hasNextPage ? (
        <button type="button" className="page-more" disabled={isFetching} onClick={() => void fetchNextPage()}>
          More
        </button>
      ) : null}
    </PageFrame>
  );
}
