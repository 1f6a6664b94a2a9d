import type { ServiceProcess } from '../service-process.js';

/** What there is of a change: all of it, none of it, or a part, which must never be. */
export type Extent = 'whole' | 'nothing' | `half${string}`;

/** One kind of change that a service can be killed in. Each attempt has a number of its own, and so names of its own. */
export interface KindOfWrite {
  readonly name: string;
  /** What has to be there before; not what is looked at. */
  readonly prepare?: (send: Send, n: number) => Promise<boolean>;
  /** Makes the change; true when it was acknowledged. */
  readonly change: (send: Send, n: number, ask: Ask) => Promise<boolean>;
  /** Looks how much of it there is. */
  readonly extent: (ask: Ask, n: number) => Promise<Extent>;
}

/** True when it was acknowledged. */
export interface Send {
  (mutation: string, variables?: object): Promise<boolean>;
  post(path: string, contentType: string, body: string | Uint8Array<ArrayBuffer>): Promise<boolean>;
}

/** The data of an answer; throws where there is none. */
// biome-ignore lint/suspicious/noExplicitAny: what stands in it is known where it is asked for
export type Ask = (query: string, variables?: object) => Promise<any>;

export function sendTo(service: () => ServiceProcess): Send {
  const send = async (mutation: string, variables: object = {}) =>
    (await service().send(mutation, variables)) !== undefined;
  return Object.assign(send, {
    async post(path: string, contentType: string, body: string | Uint8Array<ArrayBuffer>) {
      try {
        const response = await fetch(`${service().url}${path}`, {
          method: 'POST',
          headers: { 'content-type': contentType },
          body,
          signal: AbortSignal.timeout(20_000),
        });
        await response.text();
        return response.ok;
      } catch {
        return false;
      }
    },
  });
}

export function askOf(service: () => ServiceProcess): Ask {
  return async (query, variables = {}) => {
    const data = await service().send(query, variables);
    if (data === undefined) throw new Error(`no answer to ${query} ${JSON.stringify(variables)}`);
    return data;
  };
}

/** All of some parts, none of them, or a part. */
export function extentOf(parts: readonly boolean[]): Extent {
  if (parts.every((part) => part)) return 'whole';
  return parts.some((part) => part) ? `half: ${parts.slice(0, 50).join(' ')}` : 'nothing';
}
