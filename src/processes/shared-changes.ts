import type { FastifyInstance } from 'fastify';

/** The header by which the two processes of a service tell each other how far the changes have come that each has made. */
export const CHANGES_HEADER = 'headwater-changes';

/** The changes that one process makes and the other one may have cached: whoever asks after a change sees it, whichever process answers. */
export class SharedChanges {
  private made = 0;
  private noted: string | undefined;

  /** `changed` is called after each change, of this process or of the other one. */
  constructor(private readonly changed: () => void) {}

  commit(): void {
    this.made++;
    this.changed();
  }

  /** What the other one is told with each question and answer. A process that was started again begins anew. */
  get place(): string {
    return `${process.pid}.${this.made}`;
  }

  note(place: string): void {
    if (place === this.noted) return;
    this.noted = place;
    this.changed();
  }
}

/** For the process behind, which only its front talks to. */
export function shareChanges(app: FastifyInstance, changes: SharedChanges): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const place = request.headers[CHANGES_HEADER];
    if (typeof place === 'string') changes.note(place);
    done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    reply.header(CHANGES_HEADER, changes.place);
    done(null, payload);
  });
}
