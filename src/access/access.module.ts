import type { Room } from '../graph/room.js';
import { Access } from './access.js';

/** Who may do what. */
export const ACCESS: Room<object, { readonly access: Access }> = {
  open() {
    return { offers: { access: new Access() } };
  },
};
