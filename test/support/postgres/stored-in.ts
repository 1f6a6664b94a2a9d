import type { NatsConnection } from '@nats-io/transport-node';

export interface StoredEvent {
  readonly subject: string;
  readonly event: Record<string, unknown> & { readonly data: { readonly requestId: string | null } };
}

/** Asks JetStream something. */
export async function askJetStream<T>(nats: NatsConnection, subject: string, question: object): Promise<T> {
  return (await nats.request(`$JS.API.${subject}`, JSON.stringify(question), { timeout: 5_000 })).json<T>();
}

/** All events that a stream holds, in its order. */
export async function storedIn(nats: NatsConnection, stream: string): Promise<StoredEvent[]> {
  const { state } = await askJetStream<{ state: { last_seq: number } }>(nats, `STREAM.INFO.${stream}`, {});
  const events: StoredEvent[] = [];
  for (let seq = 1; seq <= state.last_seq; seq++) {
    const { message } = await askJetStream<{ message: { subject: string; data: string } }>(
      nats,
      `STREAM.MSG.GET.${stream}`,
      { seq },
    );
    events.push({ subject: message.subject, event: JSON.parse(Buffer.from(message.data, 'base64').toString()) });
  }
  return events;
}
