import type { GuardLive } from '../graph/guards/live-guard.js';
import type { Room } from '../graph/room.js';
import { guardLive } from './guard/guard-live.js';

/** What may break is known here, and asked by every room before. */
export const LIVE_GUARD: Room<object, { readonly guardLive: GuardLive }> = {
  open: () => ({ offers: { guardLive } }),
};
