import type { Config } from '../config.js';

/** What a front has its backend do, over the channel between the two processes. */
export type Order =
  | {
      readonly serve: {
        readonly config: Config;
        readonly socketPath: string;
        /** Whether PostgreSQL is the embedded one: its processes are then the service's own. */
        readonly ownsPostgres: boolean;
      };
    }
  | { readonly stop: true };

/** What the backend says of it. */
export type Report = { readonly serving: true } | { readonly failed: string };
