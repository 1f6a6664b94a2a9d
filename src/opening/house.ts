import type { NodeKindDefinition } from '../graph/nodes/kinds/kind-registry.js';
import type { Entities, Room, RoomFace } from '../graph/room.js';

/** All that the rooms of an open house show, together. */
export type OpenHouse<Offers extends object> = Required<RoomFace<Offers>>;

/**
 * Rooms in the order in which they open. Each is given the ground and what those before it offer, and the compiler refuses one that needs
 * something else: a room is added with one more `with`.
 */
export class House<Ground extends object, Offers extends object> {
  private constructor(private readonly rooms: readonly Room<never, object>[]) {}

  /** A house without rooms. */
  static on<Ground extends object>(): House<Ground, object> {
    return new House([]);
  }

  with<More extends object>(room: Room<Ground & Offers, More>): House<Ground, Offers & More> {
    return new House([...this.rooms, room]);
  }

  /** The tables of all rooms; to be known before there is a database. */
  get entities(): Entities {
    return this.rooms.flatMap(({ entities = [] }) => [...entities]);
  }

  get kinds(): readonly NodeKindDefinition[] {
    return this.rooms.flatMap(({ kinds = [] }) => kinds);
  }

  open(ground: Ground): OpenHouse<Ground & Offers> {
    const offers = new Map<string, unknown>(Object.entries(ground));
    const faces = this.rooms.map((room) => {
      // `with` has checked that it needs no more than this.
      const face = room.open(Object.fromEntries(offers) as never);
      for (const [name, offer] of Object.entries(face.offers)) {
        if (offers.has(name)) throw new Error(`Two rooms offer something called ${name}`);
        offers.set(name, offer);
      }
      return face;
    });
    return {
      offers: Object.fromEntries(offers) as Ground & Offers,
      resolvers: faces.flatMap(({ resolvers = [] }) => resolvers),
      jobs: faces.flatMap(({ jobs = [] }) => jobs),
      routes: faces.flatMap(({ routes = [] }) => routes),
      background: faces.flatMap(({ background = [] }) => background),
      standing: faces.flatMap(({ standing = [] }) => standing),
    };
  }
}
