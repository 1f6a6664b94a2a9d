import { GRAPHQL_URL, withKey } from '../../session-key.js';
import { utf8Headers } from '../../utf8-headers.js';

/** Asks the service something; rejects with its own sentence. */
export type Ask = <Data>(query: string, variables: object, signal?: AbortSignal) => Promise<Data>;

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string }[];
}

/** As whoever has signed in on this tab, with the headers that were written by hand, such as the project. */
export function asker(headers: Readonly<Record<string, string>> = {}): Ask {
  return async <Data>(query: string, variables: object, signal?: AbortSignal) => {
    const response = await fetch(GRAPHQL_URL, {
      method: 'POST',
      headers: utf8Headers(withKey({ ...headers, 'content-type': 'application/json' })),
      body: JSON.stringify({ query, variables }),
      ...(signal !== undefined && { signal }),
    });
    const { data, errors } = (await response.json().catch(() => ({}))) as Answer;
    const [error] = errors ?? [];
    if (error !== undefined) throw new Error(error.message);
    if (data === undefined || data === null)
      throw new Error(`The service answered ${response.status}; try again in a moment.`);
    return data as Data;
  };
}
