import type { FastifyRequest } from 'fastify';
import type { Places } from '../places.js';
import { lifetimeOf, signalOf } from './request-signal.js';

/** What a request holds a place for. */
export interface WantedPlace {
  readonly request: FastifyRequest;
  readonly places: Places;
  /** What there are too many of where none becomes free. */
  readonly what: string;
}

/** Does the work of a request in a place. While others wait for one its client has to be faster: see slow-clients.ts. */
export function usePlace<T>({ request, places, what }: WantedPlace, work: () => Promise<T>): Promise<T> {
  const lifetime = lifetimeOf(request);
  const inPlace = () => {
    lifetime.place = places;
    return work().finally(() => {
      lifetime.place = undefined;
    });
  };
  return places.use(what, inPlace, signalOf(request));
}

/** Takes a place until `ended` is settled; resolves once the request has one. */
export function holdPlace(wanted: WantedPlace, ended: Promise<unknown>): Promise<void> {
  return new Promise((begin, refuse) => {
    const work = async () => {
      begin();
      await ended.catch(() => undefined);
    };
    usePlace(wanted, work).catch(refuse);
  });
}
