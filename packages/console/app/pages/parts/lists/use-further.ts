import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useAsk } from '../use-question.js';

/** A page of a list that may go on. */
export interface Page<Item> {
  readonly nodes: readonly Item[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

/** For the selection of such a list. */
export const PAGE_INFO = 'pageInfo { endCursor hasNextPage }';

export interface Pages<Item> {
  readonly items: readonly Item[];
  readonly hasMore: boolean;
  readonly isFetching: boolean;
  readonly error: Error | null;
  readonly more: () => void;
}

/**
 * The list of which a page has come with its first items, and what follows when somebody wants more of it. `query` takes `$after` beside the
 * variables; `read` finds the list in its answer.
 */
export function useFurther<Answer, Item>(
  first: Page<Item> | undefined,
  query: string,
  variables: object,
  read: (answer: Answer) => Page<Item> | undefined,
): Pages<Item> {
  const ask = useAsk();
  const [wanted, setWanted] = useState(false);
  const begin = first?.pageInfo.hasNextPage === true ? (first.pageInfo.endCursor ?? undefined) : undefined;
  const { data, error, failureReason, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery({
    queryKey: [query, variables, begin],
    queryFn: ({ pageParam, signal }) => ask<Answer>(query, { ...variables, after: pageParam }, signal),
    initialPageParam: begin,
    getNextPageParam(answer) {
      const page = read(answer);
      return page?.pageInfo.hasNextPage === true ? (page.pageInfo.endCursor ?? undefined) : undefined;
    },
    enabled: wanted && begin !== undefined,
  });
  const further = data?.pages.flatMap((answer) => read(answer)?.nodes ?? []) ?? [];
  return {
    items: [...(first?.nodes ?? []), ...further],
    hasMore: data === undefined ? begin !== undefined : hasNextPage,
    isFetching,
    error: error ?? failureReason,
    more: () => (wanted ? void fetchNextPage() : setWanted(true)),
  };
}
