import { createHmac, randomBytes } from 'node:crypto';

/** As the standard has it: of 24 to 64 bytes, told by its prefix from other secrets. */
const PREFIX = 'whsec_';
const SECRET_BYTES = 32;

export function newSecret(): string {
  return `${PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

/** What is sent, and under which name: the same at every attempt, so that a receiver knows it again. */
export interface Message {
  /** Without a dot, which parts it from the time in what is signed. */
  readonly id: string;
  readonly body: string;
}

/** The headers of Standard Webhooks 1.0: who knows one of the secrets can tell that the message is ours, and new. */
export function signedHeaders({ id, body }: Message, secrets: readonly string[], at: Date): Record<string, string> {
  const seconds = Math.floor(at.getTime() / 1000);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': String(seconds), 'webhook-signature': signatures.join(' ') };
}
