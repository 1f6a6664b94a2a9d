import { useEffect, useState } from 'react';
import { type Ask, Away } from '../lineage/ask/ask.js';
import type { Named } from './places.js';

const SEARCH_QUERY = `query Search($text: String!) {
  search(text: $text, first: 12) { nodes { id kind label description } pageInfo { hasNextPage } }
}`;

export interface Found extends Named {
  readonly description: string | null;
}

/** What was answered last, and to which text: until the next answer is there it stays, so that nothing jumps. */
export interface Answered {
  readonly text: string;
  readonly nodes: readonly Found[];
  readonly hasMore: boolean;
  /** The service's own sentence, where it found something wrong. */
  readonly problem: string | undefined;
}

interface Answer {
  readonly search: { readonly nodes: readonly Found[]; readonly pageInfo: { readonly hasNextPage: boolean } };
}

/** Whoever writes on within this time is not asked for yet. */
const PAUSE_MS = 150;
const AGAIN_MS = 2_000;

/** Asks for a text once nobody writes on, and breaks off what is asked for another. While the service is away it is asked on. */
export function useSearch(ask: Ask, text: string): Answered | undefined {
  const [answered, setAnswered] = useState<Answered>();
  useEffect(() => {
    if (text === '') return setAnswered(undefined);
    const superseded = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const search = () =>
      ask<Answer>(SEARCH_QUERY, { text }, superseded.signal).then(
        ({ search: { nodes, pageInfo } }) => {
          if (!superseded.signal.aborted)
            setAnswered({ text, nodes, hasMore: pageInfo.hasNextPage, problem: undefined });
        },
        (error: Error) => {
          if (superseded.signal.aborted) return;
          setAnswered({ text, nodes: [], hasMore: false, problem: error.message });
          if (error instanceof Away) timer = setTimeout(search, AGAIN_MS);
        },
      );
    timer = setTimeout(search, PAUSE_MS);
    return () => {
      superseded.abort();
      clearTimeout(timer);
    };
  }, [ask, text]);
  return answered;
}
