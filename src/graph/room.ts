import type { DataSourceOptions } from 'typeorm';
import type { Route } from '../platform/http/route.js';
import type { JobHandler } from '../platform/jobs/job-runner.js';
import type { StandingWork } from '../platform/jobs/standing-work.js';
import type { NodeKindDefinition } from './nodes/kinds/kind-registry.js';

export type Entities = Extract<NonNullable<DataSourceOptions['entities']>, readonly unknown[]>;

/** Work that goes on beside requests. */
export interface BackgroundWork {
  start(): void;
  stop(): Promise<void>;
}

/** What a room shows once it stands on a database. */
export interface RoomFace<Offers extends object> {
  /** Its reads and use cases, each under a name that no other room has: later rooms ask for them by it. */
  readonly offers: Offers;
  readonly resolvers?: readonly object[];
  readonly jobs?: readonly JobHandler[];
  readonly routes?: readonly Route[];
  readonly background?: readonly BackgroundWork[];
  /** Work without end, of which one process does each at a time. */
  readonly standing?: readonly StandingWork[];
}

/** A room of the house, as `app.ts` lists it: its tables, its kinds of nodes, and how it opens on what the rooms before it offer. */
export interface Room<Needs extends object, Offers extends object = object> {
  readonly entities?: Entities;
  readonly kinds?: readonly NodeKindDefinition[];
  readonly open: (needs: Needs) => RoomFace<Offers>;
}
