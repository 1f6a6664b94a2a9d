import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { hadHappened } from '../as-of.js';
import { PageFrame, useAsOf } from '../page-frame.js';
import { Empty, Problem, Waiting } from '../states.js';
import { useAsk } from '../use-question.js';

export interface NodeListProps<Item> {
  readonly title: string;
  /** Takes `$filter` and `$after`; its list is called `found`. */
  readonly query: string;
  readonly columns: readonly (readonly [word: string, read: (item: Item) => ReactNode])[];
  /** Whether the query takes `$asOf`: then the list is of what there was at a time. */
  readonly timed?: boolean;
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
export function NodeList<Item extends { readonly id: string; readonly deletedAt?: string | null }>({
  title,
  query,
  columns,
  timed = false,
  how,
}: NodeListProps<Item>) {
  const ask = useAsk();
  const [search, setSearch] = useSearchParams();
  const name = search.get('name')?.trim() ?? '';
  const asOf = useAsOf();
  const variables = {
    filter: {
      ...(name !== '' && { nameContains: name }),
      ...(asOf !== undefined && { createdBefore: asOf, includeDeleted: true }),
    },
    ...(timed && asOf !== undefined && { asOf }),
  };
  const { data, error, failureReason, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery({
    queryKey: [query, variables],
    queryFn: ({ pageParam, signal }) => ask<Found<Item>>(query, { ...variables, after: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ found: { pageInfo } }) =>
      pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  });
  const all = data?.pages.flatMap(({ found }) => found.nodes) ?? [];
  const items = all.filter(({ deletedAt }) => asOf === undefined || deletedAt == null || !hadHappened(deletedAt, asOf));
  return (
    <PageFrame title={title} query={query} variables={variables} timed={timed}>
      <div className="page-filters">
        <input
          type="search"
          aria-label="Name contains"
          placeholder="Name contains"
          defaultValue={name}
          onChange={({ target }) =>
            setSearch(
              (was) => {
                if (target.value === '') was.delete('name');
                else was.set('name', target.value);
                return was;
              },
              { replace: true },
            )
          }
        />
      </div>
      <Problem error={error ?? failureReason} />
      {data === undefined && error === null && failureReason === null ? <Waiting /> : null}
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
