import { GRAPHQL_URL, withKey } from '../../session/session-key.js';
import { utf8Headers } from '../../session/utf8-headers.js';

/** Asks the service something; rejects with its own sentence, or with `Away` where nobody answers. */
export type Ask = <Data>(query: string, variables: object, signal?: AbortSignal) => Promise<Data>;

/** Nobody answers, or whoever does says that it will be back: the same question may be answered in a moment. */
export class Away extends Error {}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** As whoever has signed in on this tab, with the headers that were written by hand, such as the project. */
export function asker(headers: Readonly<Record<string, string>> = {}): Ask {
  return async <Data>(query: string, variables: object, signal?: AbortSignal) => {
    const response = await fetch(GRAPHQL_URL, {
      method: 'POST',
      headers: utf8Headers(withKey({ ...headers, 'content-type': 'application/json' })),
      body: JSON.stringify({ query, variables }),
      ...(signal !== undefined && { signal }),
    }).catch(() => undefined);
    if (response === undefined) throw new Away('The service does not answer.');
    const { data, errors } = (await response.json().catch(() => ({}))) as Answer;
    const [error] = errors ?? [];
    if (error?.extensions?.code === 'UNAVAILABLE') throw new Away(error.message);
    if (error !== undefined) throw new Error(error.message);
    if (data === undefined || data === null) throw new Away(`The service answered ${response.status}.`);
    return data as Data;
  };
}
