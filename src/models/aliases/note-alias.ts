import type { ChangeNotes } from '../../graph/nodes/changes/change-notes.js';

/** Notes that an alias of a model moved from one version to another one; null: from or to nowhere. */
export function noteAlias(
  notes: ChangeNotes,
  modelId: string,
  alias: string,
  [from, to]: readonly [string | null, string | null],
): void {
  const field = (id: string | null) => ({ [`aliases.${alias}`]: id });
  notes.changed(modelId, field(from), field(to));
  for (const id of [from, to]) if (id !== null) notes.about(id);
}
