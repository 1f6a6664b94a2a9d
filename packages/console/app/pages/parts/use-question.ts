import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type Ask, asker } from '../../lineage/ask/ask.js';

const ASK = asker();

export const useAsk = (): Ask => ASK;

export interface Asking {
  /** Milliseconds after which it is asked again, as long as somebody looks. */
  readonly every?: number | false;
  readonly enabled?: boolean;
}

/** What the service answers to a query; until another answer is there the last one stays, so that nothing jumps. While it is away it is asked on, and `error` says so. */
export function useQuestion<Data>(query: string, variables: object, { every = false, enabled = true }: Asking = {}) {
  const { data, error, failureReason } = useQuery({
    queryKey: [query, variables],
    queryFn: ({ signal }) => ASK<Data>(query, variables, signal),
    placeholderData: keepPreviousData,
    refetchInterval: every,
    enabled,
  });
  return { data, error: error ?? failureReason };
}
