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

/** Takes a slot until `ended` is settled; resolves once the request has one. */
export function holdSlot(wanted: WantedSlot, ended: Promise<unknown>): Promise<void> {
  return new Promise((begin, refuse) => {
    const work = async () => {
      begin();
      await ended.catch(() => undefined);
    };
    withSlot(wanted, work).catch(refuse);
  });
}
