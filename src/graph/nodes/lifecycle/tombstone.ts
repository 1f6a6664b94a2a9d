import type { ErrorDetails } from '../../../platform/errors.js';
import { inQuotes } from '../../../platform/text/in-quotes.js';
import { toPublicId } from '../node-id.js';
import type { Tombstone } from './tombstone.sql.js';

/** `DATASET_VERSION "rain@1" was deleted by ada on 2026-11-24: wrong file` */
export function describeTombstone({ kind, label, deletedAt, deletedBy, deleteReason }: Tombstone): string {
  const why = deleteReason === null ? '' : `: ${deleteReason.trim().replace(/\.$/, '')}`;
  return `${kind} ${inQuotes(label)} was deleted by ${deletedBy} on ${deletedAt.toISOString().slice(0, 10)}${why}`;
}

/** The same for programs. The id still finds it. */
export function tombstoneDetails({ kind, id, deletedAt, deletedBy, deleteReason }: Tombstone): ErrorDetails {
  return {
    deleted: toPublicId(kind, id),
    deletion: { at: deletedAt.toISOString(), by: deletedBy, reason: deleteReason },
  };
}
