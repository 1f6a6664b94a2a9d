import type { FindNamedFiles } from '../../artifacts/files/named-files.js';
import type { Room } from '../../graph/room.js';
import { findNamedFiles } from './named-files.sql.js';

/** Which files versions have their bytes in is known here, and asked by the room of files. */
export const FILE_GUARD: Room<object, { readonly findNamedFiles: FindNamedFiles }> = {
  open: () => ({ offers: { findNamedFiles } }),
};
