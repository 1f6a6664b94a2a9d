import { createClient as createSseClient } from 'graphql-sse';
import { type Client, createClient as createWsClient } from 'graphql-ws';
import WebSocket from 'ws';
import { streamFetch } from './stream-fetch.js';

export interface Event {
  readonly cursor: string;
  readonly action: string;
  readonly requestId: string | null;
  readonly nodes?: readonly { readonly label: string }[];
}

interface Result {
  readonly data?: { readonly changed: Event } | null | undefined;
  readonly errors?:
    | readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[]
    | undefined;
}

/** What has come of a subscription so far. */
export interface Listener {
  readonly events: Event[];
  readonly errors: NonNullable<Result['errors']>[number][];
  /** How it ended: undefined while it goes on. */
  ended: 'complete' | { readonly failed: unknown } | undefined;
  stop(): void;
}

export interface Question {
  readonly of?: readonly string[];
  readonly actions?: readonly string[];
  readonly after?: string | undefined;
}

/** How a subscription may come: browsers say who they are in the first message of a WebSocket, others with its request. */
export const DOORS = ['graphql-ws', 'graphql-ws, by headers', 'graphql-sse'] as const;
export type Door = (typeof DOORS)[number];

export const CHANGED = `subscription ($of: [Ref!], $actions: [String!], $after: String) {
  changed(of: $of, actions: $actions, after: $after) { cursor action requestId nodes { label } }
}`;

/** Subscribes with the client of a library that speaks the protocol. */
export function listen(
  url: string,
  door: Door,
  variables: Question = {},
  query = CHANGED,
  headers: Record<string, string> = {},
): Listener {
  const listener: Listener = { events: [], errors: [], ended: undefined, stop: () => undefined };
  const sink = {
    next({ data, errors }: Result) {
      if (data != null) listener.events.push(...Object.values(data));
      listener.errors.push(...(errors ?? []));
    },
    error(failed: unknown) {
      listener.ended = { failed };
    },
    complete() {
      listener.ended ??= 'complete';
    },
  };
  const request = { query, variables: { ...variables } };
  if (door !== 'graphql-sse') {
    const client = door === 'graphql-ws' ? wsClient(url, headers) : wsClient(url, {}, headers);
    const stop = client.subscribe<Result['data']>(request, sink as never);
    listener.stop = () => {
      stop();
      void client.dispose();
    };
  } else {
    const client = createSseClient({ url: `${url}/graphql/stream`, headers, retryAttempts: 0, fetchFn: streamFetch });
    listener.stop = client.subscribe<Result['data']>(request, sink as never);
  }
  return listener;
}

export function wsClient(
  url: string,
  connectionParams: Record<string, string> = {},
  headers: Record<string, string> = {},
): Client {
  return createWsClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocol: string) {
        super(address, protocol, { headers });
      }
    },
    retryAttempts: 0,
    connectionParams,
    lazy: true,
  });
}

/** With what a subscription was refused: the status of an answer, or the code of a close; undefined where it was not. */
export function refusalOf({ ended }: Listener): number | undefined {
  if (typeof ended !== 'object') return undefined;
  const failed = ended.failed as { readonly code?: number; readonly response?: { readonly status: number } };
  return failed.response?.status ?? failed.code;
}
