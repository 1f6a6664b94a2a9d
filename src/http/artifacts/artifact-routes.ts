import type { CallerOf } from '../../access/caller-of-request.js';
import type { OnArtifacts } from '../../artifacts/files/on-artifacts.js';
import type { Slots } from '../../platform/turns/slots.js';
import type { RouteSettings } from '../route-settings.js';

/** What the routes of files stand on. */
export interface ArtifactRouteOptions {
  readonly artifacts: OnArtifacts;
  readonly caller: CallerOf;
  readonly settings: RouteSettings;
  /** They take no connection while bytes come or go, so there are more of them than of ingests. */
  readonly uploads: Slots;
  readonly downloads: Slots;
}
