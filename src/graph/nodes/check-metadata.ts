import { badInput } from '../../platform/errors.js';
import type { TagInput } from './tag.js';

const MAX_DESCRIPTION = 20_000;
const MAX_OWNER = 500;
const MAX_TAGS = 100;

/** What people say about a node in words is searchable, and PostgreSQL indexes at most 1 MB of words a row. */
export function checkMetadata(metadata: {
  readonly description?: string | null | undefined;
  readonly tags?: readonly TagInput[] | null | undefined;
  readonly owner?: string | null | undefined;
}): void {
  checkLength('description', metadata.description, MAX_DESCRIPTION);
  checkLength('owner', metadata.owner, MAX_OWNER);
  if (metadata.tags != null && metadata.tags.length > MAX_TAGS) {
    throw badInput(`${metadata.tags.length} tags were given; a node has at most ${MAX_TAGS}.`, { field: 'tags' });
  }
}

function checkLength(field: string, text: string | null | undefined, most: number): void {
  if (text == null || text.length <= most) return;
  throw badInput(`${field} has ${text.length} characters; at most ${most} are kept.`, { field, expected: most });
}
