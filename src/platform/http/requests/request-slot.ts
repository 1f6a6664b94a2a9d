import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import type { Slots } from '../../turns/slots.js';
import { lifetimeOf, signalOf } from './request-signal.js';

/** What a request holds a slot for. */
export interface WantedSlot {
  readonly request: FastifyRequest;
  readonly slots: Slots;
  /** What there are too many of where none becomes free. */
  readonly what: string;
}

/** Does the work of a request in a slot. While others wait for one its client has to be faster: see slow-clients.ts. */
export function withSlot<T>({ request, slots, what }: WantedSlot, work: () => Promise<T>): Promise<T> {
  const lifetime = lifetimeOf(request);
  const inSlot = () => {
    lifetime.slots = slots;
    return work().finally(() => {
      lifetime.slots = undefined;
    });
  };
  return slots.use(what, inSlot, signalOf(request));
}

/** Opens a stream once there is a slot for it, which it keeps until it has ended: whoever waits holds no file, and no connection. */
export function streamInSlot(wanted: WantedSlot, open: () => Promise<Readable>): Promise<Readable> {
  return new Promise((begin, refuse) => {
    const work = async () => {
      const stream = await open();
      begin(stream);
      await finished(stream).catch(() => undefined);
    };
    withSlot(wanted, work).catch(refuse);
  });
}
