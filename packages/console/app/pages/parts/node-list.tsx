import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { PageFrame } from './page-frame.js';
import { Empty, Problem, Waiting } from './states.js';
import { useAsk } from './use-question.js';

export interface NodeListProps<Item> {
  readonly title: string;
  /** Takes `$filter` and `$after`; its list is called `found`. */
  readonly query: string;
  readonly columns: readonly (readonly [word: string, read: (item: Item) => ReactNode])[];
  /** What puts the first one there. */
  readonly how: string;
}

interface Found<Item> {
  readonly found: {
    readonly nodes: readonly Item[];
    readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
  };
}

/** All nodes of a kind, found by a part of their name, in pages. */
export function NodeList<Item extends { readonly id: string }>({ title, query, columns, how }: NodeListProps<Item>) {
  const ask = useAsk();
  const [search, setSearch] = useSearchParams();
  const name = search.get('name')?.trim() ?? '';
  const variables = { filter: name === '' ? {} : { nameContains: name } };
  const { data, error, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery({
    queryKey: [query, variables],
    queryFn: ({ pageParam, signal }) => ask<Found<Item>>(query, { ...variables, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ found: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });
  const items = data?.pages.flatMap(({ found }) => found.nodes) ?? [];
  return (
    <PageFrame title={title} query={query} variables={variables}>
      <div className="page-filters">
        <input
          type="search"
          aria-label="Name contains"
          placeholder="Name contains"
          defaultValue={name}
          onChange={({ target }) => setSearch(target.value === '' ? {} : { name: target.value }, { replace: true })}
        />
      </div>
      <Problem error={error} />
      {data === undefined && error === null ? <Waiting /> : null}
      {data !== undefined && items.length === 0 ? (
        <Empty how={how}>There is none{name === '' ? ' yet' : ` that is called ${name}`}. This makes one:</Empty>
      ) : null}
      {items.length === 0 ? null : (
        <div className="page-scroll">
          <table className="page-list">
            <thead>
              <tr>
                {columns.map(([word]) => (
                  <th key={word} scope="col">
                    {word}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <tr key={item.id}>
                  {columns.map(([word, read], index) =>
                    index === 0 ? (
                      <th key={word} scope="row">
                        {read(item)}
                      </th>
                    ) : (
                      <td key={word} data-of={word}>
                        {read(item)}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {hasNextPage ? (
        <button type="button" className="page-more" disabled={isFetching} onClick={() => void fetchNextPage()}>
          More
        </button>
      ) : null}
    </PageFrame>
  );
}
