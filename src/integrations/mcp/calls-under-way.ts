/** A call of a tool that is being answered. */
export interface CallUnderWay {
  /** Aborts once nobody wants the answer. */
  readonly signal: AbortSignal;
  cancel(): void;
  end(): void;
}

/**
 * The calls that this process is answering, so that a client which wants one no more can say so in a request of its own. A call is known by its session and
 * its id there: two assistants with the same key both count from 1.
 */
export class CallsUnderWay {
  private readonly calls = new Map<string, Set<AbortController>>();

  begin(session: string | undefined, id: string | number): CallUnderWay {
    const controller = new AbortController();
    const name = nameOf(session, id);
    const { calls } = this;
    const same = calls.get(name) ?? new Set();
    if (session !== undefined) calls.set(name, same.add(controller));
    return {
      signal: controller.signal,
      cancel: () => controller.abort(),
      end() {
        same.delete(controller);
        if (same.size === 0) calls.delete(name);
      },
    };
  }

  /** Ends the calls that messages of a client say it wants no more; one that is unknown may have been answered meanwhile. */
  heed(session: string | undefined, body: unknown): void {
    if (session === undefined) return;
    for (const message of Array.isArray(body) ? body : [body]) {
      const id = cancelledBy(message);
      if (id !== undefined) for (const each of this.calls.get(nameOf(session, id)) ?? []) each.abort();
    }
  }
}

const nameOf = (session: string | undefined, id: string | number) => JSON.stringify([session, id]);

function cancelledBy(message: unknown): string | number | undefined {
  const { method, params } = (message ?? {}) as { method?: unknown; params?: { requestId?: unknown } | null };
  if (method !== 'notifications/cancelled') return undefined;
  const id = params?.requestId;
  return typeof id === 'string' || typeof id === 'number' ? id : undefined;
}
